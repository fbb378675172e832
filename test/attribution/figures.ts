import type { ModeResult } from './four-modes.ts'
import { type Graded, printGraded, tallyOf } from './score.ts'

/** Of evidence that fills a screen only the beginning is shown. */
const MOST_CHARACTERS = 300

/** Section of the campaigns page. */
export function attributionSection(results: readonly ModeResult[], seed: number, seconds: number): string {
  const parts = results.map(
    ({ name, rows }) => `### ${name}

| changes | counted | right and certain | right | among several | nobody named | wrong |
|---|---|---|---|---|---|---|
${[
  row(
    'alone',
    rows.filter(({ truth }) => !truth.contended),
  ),
  row(
    'in contention',
    rows.filter(({ truth }) => truth.contended),
  ),
  row(
    'set',
    rows.filter(({ change }) => change.what === 'set'),
  ),
  row(
    'removed',
    rows.filter(({ change }) => change.what === 'removed'),
  ),
  row(
    'deleted',
    rows.filter(({ change }) => change.what === 'deleted'),
  ),
  row(
    'created',
    rows.filter(({ change }) => change.what === 'created'),
  ),
  row('that leaves a trace in managedFields', rows.filter(leavesTrace)),
  row('**all**', rows),
].join('\n')}
`,
  )
  const wrong = results.flatMap(({ rows }) => rows.filter(({ wasEverWrong }) => wasEverWrong))
  return `## attribution

Who made each change, on a real Kubernetes 1.36.3: Deployments, ConfigMaps and Services edited by alice, bob and programs in every
way that kubectl and controllers have (a quarter are processes of kubectl), with removals, deletions, creations and
impersonation; between them writes that change nothing, dry runs and refusals by somebody else; and six writers that contend
for one object, two people under one manager among them. The truth is what the campaign itself did; versions come from a watch.
Attributions are made at once and again with every event that comes; a name that was wrong for a moment counts as wrong.

"Right" is exactly who did it (behind impersonation both names; in an admission review only the one who was acted as shows).
"Among several" is who did it and others, at \`likely\`. For managedFields it is the manager, its verb and the sub-resource.
Tables of the log at RequestResponse come from one run, the others from a second one. Seed ${seed}, ${Math.round(seconds)} s.

${parts.join('\n')}
${inVain(wrong)}${wrong.length === 0 ? 'Nobody was named wrongly.' : `Wrong:\n\n${wrong.map((one) => `* ${printGraded(one).slice(0, MOST_CHARACTERS)}`).join('\n')}`}
`
}

function inVain(wrong: readonly Graded[]): string {
  const count = wrong.filter(({ isVain }) => isVain).length
  return count === 0
    ? ''
    : `Of the wrong names ${count} are of who asked in vain for the same with the same client within the second, while the event of the writer was lost.\n\n`
}

/** An entry moved in this version, so that managedFields can say who wrote it. Removals and deletions move none. */
export function leavesTrace({ change }: Graded): boolean {
  return (change.seen.writers ?? []).length > 0
}

function row(name: string, rows: readonly Graded[]): string {
  const { counted, certain, right, among, nobody, wrong } = tallyOf(rows)
  const share = (count: number): string => (counted === 0 ? '' : ` (${((100 * count) / counted).toFixed(1)} %)`)
  return `| ${name} | ${counted} | ${certain}${share(certain)} | ${right}${share(right)} | ${among} | ${nobody} | ${wrong} |`
}
