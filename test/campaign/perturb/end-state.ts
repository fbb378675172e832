import type { OpenStore } from '../../../src/adapters/sql/open-store.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { Json } from '../../../src/model/json.ts'
import type { OverwrittenFix } from '../../../src/model/overwritten-fix.ts'
import type { Attribution } from '../../../src/model/scan-report.ts'

/** What the ledger has in the end, without what differs from run to run: ids, times, versions. */
export interface EndState {
  readonly findings: readonly EndFinding[]
  readonly fixes: readonly EndFix[]
  readonly fights: number
  /** What must not be at all. */
  readonly problems: readonly string[]
}

export interface EndFinding {
  /** Kind, name and path. */
  readonly place: string
  readonly drift: string
  readonly state: string
  readonly values: Json
  readonly author: Author
  readonly actorClass: string
  readonly life: {
    readonly regressions: number
    readonly flips: number
    readonly baseline: boolean
    readonly frozen: string | null
    readonly explainedBy: string | null
    readonly owner: string | null
  }
}

export interface EndFix {
  readonly place: string
  readonly values: Json
  readonly author: Author
  readonly undoer: Author
}

export interface Author {
  readonly confidence: Attribution['confidence']
  readonly users: readonly string[]
  readonly manager: string | null
}

const NOBODY: Author = { confidence: 'unknown', users: [], manager: null }

/** Reads a ledger whole; that nobody writes to it meanwhile is the caller's matter. */
export async function endState(store: OpenStore): Promise<EndState> {
  const { reads, operations } = store
  const findings = (await reads.findings({ now: Date.now(), limit: 1_000 })).items
  const fixes = (await reads.overwritten({ limit: 1_000 })).items
  const fights = (await reads.fights({ limit: 1_000 })).items
  const { problems, chain } = await operations.check()
  return {
    findings: findings.map(endFinding).toSorted(byPlace),
    fixes: fixes.map(endFix).toSorted(byPlace),
    fights: fights.length,
    problems: [...problems.map((one) => JSON.stringify(one)), ...(chain.state === 'whole' ? [] : [chain.state])],
  }
}

function endFinding(finding: Finding): EndFinding {
  const { drift, state, standing, agreedSince, agreedThrough, regressions, period, baseline, frozen } = finding
  const { object, path, kind, desired, live, attribution, actorClass } = drift
  return {
    place: `${object.kind}/${object.name} ${path}`,
    drift: `${standing} ${kind}`,
    state: agreedSince === null ? state : `${state}, gone as ${agreedThrough}`,
    values: { git: desired ?? null, live: live ?? null },
    // What has not arrived was made in Git: whoever wrote the value before it made no difference.
    author: standing === 'pending' ? NOBODY : authorOf(attribution),
    actorClass: standing === 'pending' ? 'unknown' : actorClass,
    life: {
      regressions,
      flips: period.flips,
      baseline,
      frozen: frozen?.reason ?? null,
      explainedBy: finding.explainedBy,
      owner: finding.owner,
    },
  }
}

function endFix({ ref, path, value, restored, attribution, undoneBy, times }: OverwrittenFix): EndFix {
  return {
    place: `${ref.kind}/${ref.name} ${path}`,
    values: { value: value ?? null, restored: restored ?? null, times },
    author: authorOf(attribution),
    undoer: authorOf(undoneBy),
  }
}

function authorOf({ confidence, users, manager }: Attribution): Author {
  return { confidence, users, manager: manager ?? null }
}

function byPlace(a: { readonly place: string }, b: { readonly place: string }): number {
  return a.place < b.place ? -1 : 1
}

/** One line for each thing in which an end is another than the usual one; none = the same. */
export function differencesOf(end: EndState, usual: EndState): readonly string[] {
  return [
    ...end.problems.map((problem) => `problem: ${problem}`),
    ...(end.fights === usual.fights ? [] : [`${end.fights} fights instead of ${usual.fights}`]),
    ...listDifferences('finding', end.findings, usual.findings),
    ...listDifferences('fix', end.fixes, usual.fixes),
  ]
}

function listDifferences(
  what: string,
  got: readonly { readonly place: string }[],
  usual: readonly { readonly place: string }[],
): readonly string[] {
  const [gotLines, usualLines] = [got, usual].map((all) => all.map((one) => JSON.stringify(one))) as [
    string[],
    string[],
  ]
  return [
    ...usualLines.filter((line) => !gotLines.includes(line)).map((line) => `${what} is not there: ${line}`),
    ...gotLines.filter((line) => !usualLines.includes(line)).map((line) => `${what} is there: ${line}`),
    ...(gotLines.length === new Set(gotLines).size ? [] : [`${what} is there twice`]),
  ]
}
