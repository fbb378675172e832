import type { EditResult } from './make-edit.ts'

export interface Tally {
  readonly counted: number
  readonly hits: number
  readonly misses: readonly EditResult[]
}

export function tally(results: readonly EditResult[]): Tally {
  const hits = results.filter(({ outcome }) => outcome === 'hit').length
  const misses = results.filter(({ outcome }) => outcome === 'miss')
  return { hits, misses, counted: hits + misses.length }
}

/** One miss in a line: what was done, what was wrong. */
export function printMiss({ object, writer, what, path, fault }: EditResult): string {
  return `${object}: ${writer}, ${what} ${path}: ${fault ?? ''}`
}

/** What one look at the cluster cannot tell; each holds only for exactly this writer, path and answer. */
const LIMITS: readonly { readonly holds: (miss: EditResult) => boolean; readonly reason: string }[] = [
  {
    holds: ({ writer, path, fault = '' }) =>
      writer === WIPED && path === '.spec.replicas' && fault.includes('explained .spec.replicas by hpa-replicas'),
    reason: 'within the bounds of the autoscaler and booked to nobody, exactly as the autoscaler would have written it',
  },
  {
    holds: ({ writer, path, fault = '' }) =>
      writer.endsWith('scale') &&
      path === '.spec.replicas' &&
      fault.includes('explained .spec.replicas by hpa-replicas'),
    reason:
      'within the bounds of the autoscaler; the server books a scaling to nobody where nobody owned the count before',
  },
  {
    holds: ({ writer, path, fault = '' }) =>
      writer === 'delete and create' &&
      fault.startsWith('not found: added') &&
      path === '.metadata.annotations["deprecated.daemonset.template.generation"]',
    reason: 'the server counts in this annotation, and books its first value to whoever creates the object',
  },
  {
    holds: ({ writer, path, fault = '' }) =>
      [WIPED, 'admission policy'].includes(writer) &&
      /^\.spec\.ports\[.*\]\.nodePort$/.test(path) &&
      fault.startsWith('not found: added'),
    reason: 'in the range of the allocator and booked to nobody, exactly as a port that the server allocated',
  },
  {
    holds: ({ writer, path, what, fault = '' }) =>
      [WIPED, 'admission policy'].includes(writer) &&
      what === 'reorder' &&
      fault.includes(`explained ${path} by cluster-role-aggregation`),
    reason:
      'the same union of the same roles, whose order means nothing, and nobody else than the aggregator is on record',
  },
  {
    holds: ({ writer, path, fault = '' }) =>
      writer === 'admission policy' && fault.startsWith('not found') && fault.includes(`explained ${path} by `),
    reason:
      'within the bounds of a controller that is still on record as the owner, since admission is booked to nobody',
  },
]

const WIPED = 'managedFields: [{}]'

/** Why a miss cannot be told from what is expected; undefined for one that is a fault. */
export function limitOf(miss: EditResult): string | undefined {
  return LIMITS.find(({ holds }) => holds(miss))?.reason
}

/** Section of the campaigns page. */
export function editsSection(results: readonly EditResult[], seed: number, seconds: number): string {
  const { counted, hits, misses } = tally(results)
  const share = ((100 * hits) / counted).toFixed(2)
  const objects = new Set(results.map(({ object }) => object)).size
  const kinds = ['modify', 'remove', 'add', 'reorder'].map((what) => rowOf(what, results, (one) => one.what === what))
  const writers = [...new Set(results.map(({ writer }) => writer))].sort()
  const rows = writers.map((name) => rowOf(name, results, ({ writer }) => writer === name))
  return `## edits

Single edits of the example fleet (${objects} objects) on a real Kubernetes 1.36.3, each assessed by one scan of the object and taken back:
every leaf and every list element changed and taken away, every list reordered, and additions at every kind of place; each of
these by every writer that can make it. The writers are requests as the real clients send them; those that begin with
\`kubectl\` and a verb are real processes, for five edits an object.

An edit counts where something that Git speaks about, or is silent about, is stored differently afterwards at the place that
the writer meant. It is right if all of this holds:

* every such place is a finding at exactly its path, of the right kind (\`added\`, \`modified\`, \`removed\`, \`reordered\`, \`missing\`);
* the finding names the manager under which the writer wrote, and the class of actor behind that name. Nobody is named, and the
  class is unknown, where the server's raw record holds nothing: of what is gone, of an order, of what the deployer's own
  manager wrote, where the record was wiped, where the server keeps none, and of values that the server filled in;
* admission is booked to nobody: the record's present owner is named if there is one other than the deployer. Of a Secret, an
  object of RBAC and a definition, whose creation is never tried out, \`needs-oracle\` is the right answer to what admission
  may have done (ownerless additions, and leaves that the deployer owns), and a finding would be wrong;
* nothing else is a finding, pending or unchecked, except what the server itself changed in answer to the edit (such as a node
  port for a new type of Service); and after a wipe those leaves which somebody else than the deployer owned before.

**${hits} of ${counted} right (${share} %)**, seed ${seed}, ${Math.round(seconds)} s. These do not count: ${uncountedText(results)}.
Left out are the size of a volume claim, which only grows, and the deletion of Namespaces, definitions, volumes, claims and Jobs.

| change | counted | right | missed |
|---|---|---|---|
${kinds.join('\n')}

| writer | counted | right | missed |
|---|---|---|---|
${rows.join('\n')}

${misses.length === 0 ? 'Nothing was missed.' : `Missed:\n\n${misses.map(missLine).join('\n')}`}
`
}

function missLine(miss: EditResult): string {
  return `* ${printMiss(miss)} (${limitOf(miss) ?? 'a fault'})`
}

function uncountedText(results: readonly EditResult[]): string {
  const count = (outcome: EditResult['outcome']): number => results.filter((one) => one.outcome === outcome).length
  return [
    `${count('refused')} that the server refused`,
    `${count('impossible')} that cannot be made in that way`,
    `${count('without-effect')} after which the same is stored`,
    `${count('elsewhere')} after which nothing more differs from Git than before, such as removals of what only runs`,
  ].join(', ')
}

function rowOf(name: string, results: readonly EditResult[], belongs: (one: EditResult) => boolean): string {
  const { counted, hits, misses } = tally(results.filter(belongs))
  return `| ${name} | ${counted} | ${hits} | ${misses.length} |`
}
