import { faultsOf, type Remembered } from './reverter-campaign.ts'

/** The section of the page. */
export function reverterSection(results: readonly Remembered[], seed: number, seconds: number): string {
  const rows = (['argocd', 'flux'] as const).map((engine) =>
    row(
      engine,
      results.filter((one) => one.engine === engine),
    ),
  )
  return `## Evidence survives the engine

Hotfixes by two people (kubectl set image, set env, scale, patch), each undone within 300 ms by an engine that watches: one
that applies again as Argo CD does, and one that first takes the entries of kubectl out of managedFields, as Flux does. The
audit log holds whole requests. Seed ${seed}, ${results.length} hotfixes, ${Math.round(seconds)} s.

| engine | hotfixes | remembered with value | right author | wrong name | right undoer | whole |
|---|---|---|---|---|---|---|
${rows.join('\n')}`
}

function row(engine: string, results: readonly Remembered[]): string {
  const count = (holds: (faults: readonly string[]) => boolean): number =>
    results.filter((one) => holds(faultsOf(one))).length
  const without =
    (...words: readonly string[]) =>
    (faults: readonly string[]): boolean =>
      !faults.some((fault) => ['nothing', ...words].some((word) => fault.startsWith(word)))
  const cells = [
    engine,
    results.length,
    count(without()),
    count(without('wrong name', 'no author')),
    count((faults) => faults.some((fault) => fault.startsWith('wrong'))),
    count(without('wrong undoer', 'no undoer')),
    count((faults) => faults.length === 0),
  ]
  return `| ${cells.join(' | ')} |`
}
