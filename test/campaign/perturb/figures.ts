import { SEEN_THROUGH_A_GAP } from './accepted.ts'
import type { Played } from './play.ts'

/** How one run of the script ended. */
export interface Outcome {
  readonly id: string
  readonly what: string
  readonly engine: string
  readonly allowed: string
  readonly faults: readonly string[]
}

export interface CrashOutcome {
  readonly engine: string
  readonly outcomes: readonly Outcome[]
}

export function outcomeOf({ perturbation, faults }: Pick<Played, 'perturbation' | 'faults'>, engine: string): Outcome {
  const { id, what, differs } = perturbation
  return { id, what, engine, allowed: differs?.why ?? 'nothing', faults }
}

/** The section of the page. */
export function perturbSection(
  outcomes: readonly Outcome[],
  crashes: readonly CrashOutcome[],
  steps: number,
  seconds: number,
): string {
  const rows = outcomes.map(({ id, what, engine, allowed, faults }) => {
    return `| ${id} | ${what} | ${engine} | ${allowed} | ${faults.length === 0 ? 'same end' : faults.length === 1 ? '1 difference' : `${faults.length} differences`} |`
  })
  const crashRows = crashes.map(({ engine, outcomes: all }) => {
    const before = all.filter(({ what }) => what.includes('before')).length
    const same = all.filter(({ faults }) => faults.length === 0).length
    return `| ${engine} | ${all.length} | ${before} | ${all.length - before} | ${same} |`
  })
  return `## The whole service under faults

One script of ${steps} changes (fields of two Deployments, ConfigMaps and a custom resource; a deletion and a re-creation; a fix that
the engine overwrites; a commit that is not rolled out; a change that is taken back) on a real control plane, with the whole
service behind a gateway, and each fault between or during the changes. In the end every finding (state, standing, kind,
values, author, history), every overwritten fix and every fight must be as without the fault, the chain whole, the store
without a fault, and each onset within the time in which the change was really made. Where something may be otherwise, it is
said; everything else is compared. ${Math.round(seconds)} s.

| fault | what happens | store | what may be otherwise | end |
|---|---|---|---|---|
${rows.join('\n')}

The process dies at a write to its store, whichever it is (observations, activity, states, leases, the place in the audit
log), and another one goes on with the same data; for each write of the script, right before it on one store and right after it
on the other, in turns. What may be otherwise: ${SEEN_THROUGH_A_GAP.why}.

| store | writes at which it died | before | after | same end |
|---|---|---|---|---|
${crashRows.join('\n')}`
}
