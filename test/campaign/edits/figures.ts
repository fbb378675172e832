import type { EditResult } from './make-edit.ts'

export interface Tally {
  readonly counted: number
  readonly hits: number
  readonly misses: readonly EditResult[]
  /** Refused by the server, without effect, or not possible in that way. */
  readonly uncounted: number
}

export function tally(results: readonly EditResult[]): Tally {
  const hits = results.filter(({ outcome }) => outcome === 'hit').length
  const misses = results.filter(({ outcome }) => outcome === 'miss')
  return { hits, misses, counted: hits + misses.length, uncounted: results.length - hits - misses.length }
}

/** One miss in a line: what was done, what was wrong. */
export function printMiss({ object, writer, what, path, fault }: EditResult): string {
  return `${object}: ${writer}, ${what} ${path}: ${fault ?? ''}`
}

/** What no look at the object alone can tell. */
const LIMITS: readonly { readonly path: RegExp; readonly reason: string }[] = [
  {
    path: /^\.spec\.replicas$/,
    reason: 'within the bounds of the autoscaler and booked to nobody, exactly as the autoscaler would have written it',
  },
  { path: /\.nodePort$/, reason: 'booked to nobody, exactly as a port that the server allocated' },
  { path: /^\.spec\.tolerations/, reason: 'still nothing but what built-in admission adds to every Pod' },
]

function limitOf({ path }: EditResult): string {
  const limit = LIMITS.find((one) => one.path.test(path))
  return limit === undefined ? '' : ` (${limit.reason})`
}

/** Section of the campaigns page. */
export function editsSection(results: readonly EditResult[], seed: number, seconds: number): string {
  const { counted, hits, misses, uncounted } = tally(results)
  const share = ((100 * hits) / counted).toFixed(2)
  const objects = new Set(results.map(({ object }) => object)).size
  const kinds = ['modify', 'remove', 'add', 'reorder'].map((what) =>
    rowOf(
      what,
      results.filter((one) => one.what === what),
    ),
  )
  const writers = [...new Set(results.map(({ writer }) => writer))].sort()
  const rows = writers.map((writer) =>
    rowOf(
      writer,
      results.filter((one) => one.writer === writer),
    ),
  )
  return `## edits

Single edits of the example fleet (${objects} objects) on a real Kubernetes 1.36.3, each assessed by one scan of the object and taken back: every leaf,
and additions at every kind of place, each by several of the writers that can make it. Right means exactly the expected
finding, with the right kind, path, manager and class of actor, and nothing beside it but what the server drew from the edit.

**${hits} of ${counted} right (${share} %)**, seed ${seed}, ${Math.round(seconds)} s. ${uncounted} more edits were refused by the server, changed nothing that runs, or cannot
be made in that way; they do not count.

| change | counted | right | missed |
|---|---|---|---|
${kinds.join('\n')}

| writer | counted | right | missed |
|---|---|---|---|
${rows.join('\n')}

${misses.length === 0 ? 'Nothing was missed.' : `Missed:\n\n${misses.map((miss) => `* ${printMiss(miss)}${limitOf(miss)}`).join('\n')}`}
`
}

function rowOf(name: string, results: readonly EditResult[]): string {
  const { counted, hits, misses } = tally(results)
  return `| ${name} | ${counted} | ${hits} | ${misses.length} |`
}
