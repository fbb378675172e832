import type { Finding, Handling } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { atLeast } from '../../model/severity.ts'
import { sameMark } from '../../model/value-mark.ts'
import type { Aspects } from '../rules/aspects.ts'
import type { DecideContext } from './decide-context.ts'
import { isInScope } from './incident-scope.ts'

/** Something that kept a finding quiet and is over. */
interface End {
  readonly what: string
  readonly at: Instant
}

/** Whether the acceptance still covers what is there: the same value, class of writer, and no higher severity. */
export function isAccepted(finding: Finding, aspects: Aspects, now: Instant): boolean {
  return (
    finding.handling.kind === 'accepted' && now < finding.handling.until && pinHolds(finding, finding.handling, aspects)
  )
}

/**
 * The last end that the owner has not confirmed since: of an acceptance, by its date or by another value, of a rule
 * that expected the change, or of an incident window. An end never arms an effect by itself.
 */
export function unconfirmedEnd(
  finding: Finding,
  aspects: Aspects,
  context: Pick<DecideContext, 'incidents' | 'confirmedAt' | 'acceptanceEndedAt'>,
  now: Instant,
): End | undefined {
  const ends = [
    ...ofAcceptance(finding, aspects, context, now),
    ...ofRule(aspects),
    ...ofWindows(finding, context, now),
  ]
  const last = ends.toSorted((a, b) => b.at - a.at)[0]
  return last !== undefined && (context.confirmedAt === null || context.confirmedAt < last.at) ? last : undefined
}

type Accepted = Extract<Handling, { kind: 'accepted' }>

/** Marks of different keys are never "another value", and a writer who is not known is nobody else. */
function pinHolds({ valueMark, drift }: Finding, { pinned }: Accepted, { severity }: Aspects): boolean {
  const classes = [pinned.actorClass, drift.actorClass]
  return (
    sameMark(valueMark, pinned.valueMark) !== false &&
    (classes.includes('unknown') || classes[0] === classes[1]) &&
    atLeast(pinned.severity, severity)
  )
}

function ofAcceptance(
  finding: Finding,
  aspects: Aspects,
  { acceptanceEndedAt }: Pick<DecideContext, 'acceptanceEndedAt'>,
  now: Instant,
): readonly End[] {
  const { handling } = finding
  const what = 'the acceptance'
  // The ledger takes an acceptance back when it ends, and remembers when that was.
  if (handling.kind !== 'accepted') return acceptanceEndedAt === undefined ? [] : [{ what, at: acceptanceEndedAt }]
  if (isAccepted(finding, aspects, now)) return []
  // When another value ended it is not known here; a yes from before it began can never be meant for this.
  return [{ what, at: pinHolds(finding, handling, aspects) ? handling.until : handling.at }]
}

function ofRule({ lapsed }: Aspects): readonly End[] {
  return lapsed === undefined ? [] : [{ what: `rule ${lapsed.rule}`, at: lapsed.at }]
}

function ofWindows(finding: Finding, { incidents }: Pick<DecideContext, 'incidents'>, now: Instant): readonly End[] {
  return incidents
    .filter((window) => window.until <= now && finding.onset.notAfter < window.until && isInScope(window, finding))
    .map((window) => ({ what: `incident ${window.name}`, at: window.until }))
}
