import { ageOf } from '../../../../model/finding.ts'
import { parsePath } from '../../../../model/field-path-parse.ts'
import { type FieldPath, PLAIN_NAME, printPath } from '../../../../model/field-path.ts'
import { type Instant, printInstant, SECOND } from '../../../../model/instant.ts'
import type { Attribution } from '../../../../model/scan-report.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { ShownFinding } from '../../../shown-ledger.ts'
import { durationText } from '../age-text.ts'
import { sidesOf } from '../change-text.ts'
import type { Colours } from '../colours.ts'
import { objectText, pathText } from '../object-text.ts'
import { driftWithoutSecrets } from '../secrecy.ts'
import { writerText } from '../writer-text.ts'

export const ROW_HEAD: readonly string[] = [
  'SEVERITY',
  'CLUSTER',
  'OBJECT',
  'FIELD',
  'GIT SAYS -> CLUSTER RUNS',
  'AGE, AT LEAST',
  'BY',
  'NEXT',
  'ID',
]

/** Longest value in a row. */
const VALUE = 30
/** Enough of an id to be told apart, and to be given to other commands. */
const SHORT_ID = 12

/** How bad, where, what, since when, by whom, what next, and the id to go on with. */
export function findingRow(known: ShownFinding, now: Instant, colours: Colours): readonly string[] {
  const drift = driftWithoutSecrets(known.drift)
  const { git, cluster } = sidesOf(drift, VALUE)
  return [
    colours.severity(drift.severity, drift.severity.toUpperCase()),
    visible(drift.object.cluster),
    colours.strong(objectText(drift.object)),
    shortPath(drift.path),
    `${git} -> ${cluster}`,
    ageOfFinding(known, now),
    shortWriter(known),
    nextText(known, now),
    visible(known.id.slice(0, SHORT_ID)),
  ]
}

/** Of the present difference; of a resolved one how long it lasted. */
export function ageOfFinding(known: ShownFinding, now: Instant): string {
  const until = known.state === 'resolved' ? (known.period.to ?? now) : now
  return durationText(Math.floor(ageOf(known, until) / SECOND))
}

/** The end of a path, from the last list on: `containers[name="web"].image`, `replicas`, `annotations["a.b/c"]`. */
export function shortPath(path: string): string {
  const steps = parsePath(path)
  if (steps === undefined || steps.length === 0) return pathText(path)
  const start = Math.max(0, startOfEnd(steps))
  return visible(printPath(steps.slice(start)).replace(/^\./, ''))
}

function startOfEnd(steps: FieldPath): number {
  const lastList = steps.findLastIndex(({ kind }) => kind !== 'field')
  if (lastList >= 0) return steps.slice(0, lastList).findLastIndex(({ kind }) => kind === 'field')
  const last = steps.at(-1)
  return steps.length - (last?.kind === 'field' && !PLAIN_NAME.test(last.name) ? 2 : 1)
}

/** `alice (audit)`, `kubectl-edit (likely)`, or why nobody can tell. */
function shortWriter({ drift }: ShownFinding): string {
  const { attribution } = drift
  const who = whoIn(attribution)
  return who === '' ? writerText(drift) : `${who} (${isAudited(attribution) ? 'audit' : attribution.confidence})`
}

function whoIn({ users, manager = '' }: Attribution): string {
  return users.length > 0 ? users.map(visible).join(', ') : visible(manager)
}

function isAudited({ confidence, evidence }: Attribution): boolean {
  return confidence === 'certain' && evidence.startsWith('audit')
}

/** What happens next, or why nothing does. */
export function nextText(known: ShownFinding, now: Instant): string {
  const { state, period, frozen, handling, standing, explainedBy, decision } = known
  if (state === 'resolved') return `resolved: ${period.resolution ?? 'no reason given'}`
  if (frozen !== null) return `not checked for ${since(frozen.since, now)} (${visible(frozen.reason)})`
  if (handling.kind === 'accepted') return `kept on purpose until ${printInstant(handling.until).slice(0, 16)}Z`
  if (standing === 'explained') return `explained by ${visible(explainedBy ?? 'a rule')}`
  if (decision?.due) return `${decision.due} due`
  if (decision?.next)
    return `${decision.next.step === 'open' ? 'opens' : decision.next.step} in ${since(now, decision.next.at)}`
  if (handling.kind === 'acknowledged') return `acknowledged by ${visible(handling.by)}`
  if (standing === 'pending') return 'Git moved, not arrived yet'
  if (decision !== null) return visible(decision.text)
  return state === 'settling' ? 'settling' : ''
}

function since(from: Instant, to: Instant): string {
  return durationText(Math.max(0, Math.floor((to - from) / SECOND)))
}
