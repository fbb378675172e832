import { withoutFix } from '../../ledger/overwritten.ts'
import { recordObservation } from '../../ledger/record-observation.ts'
import type { LedgerChange, ObjectRecord } from '../../ledger/ports.ts'
import type { LedgerSettings } from '../../ledger/settings.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import type { JsonObject } from '../../model/json.ts'
import type { CheckedObservation, Observation, ObservedDifference } from '../../model/observation.ts'
import type { VersionId } from '../../model/object-version.ts'
import type { OverwrittenFix } from '../../model/overwritten-fix.ts'
import type { ReportedDrift } from '../../model/scan-report.ts'
import type { Aspects } from '../../policy/rules/aspects.ts'
import { isSameDecision } from './same-decision.ts'
import type { ServicePolicy } from './service-policy.ts'

/** What is said beside the observation itself. */
export interface ObservedAround {
  /** Of the live object, else of the manifest. */
  readonly labels: Readonly<Record<string, string>>
  /** What Git says, sensitive leaves replaced by their marks; undefined where Git no longer holds the object. */
  readonly desired: JsonObject | undefined
}

export interface RecordingParts {
  readonly policy: ServicePolicy
  /** Everything but the grace, which the rules set for each finding. */
  readonly settings: Omit<LedgerSettings, 'graceOf'>
  /** Who made the difference in this version, by all evidence at hand. */
  readonly attribute: (
    difference: ObservedDifference,
    observation: CheckedObservation,
    notBefore: Instant | null,
  ) => Pick<ReportedDrift, 'attribution' | 'actorClass'>
  /** Who made a difference that lasts, where that is only known since: an earlier service may have seen it made. */
  readonly attributeSeen?: (
    finding: Finding,
    difference: ObservedDifference,
    observation: CheckedObservation,
  ) => Pick<ReportedDrift, 'attribution' | 'actorClass'> | undefined
  /**
   * The fix with who wrote this version at its path: the one who undid what was there before, made by a version. Undefined
   * where it is none, as a person took the change back.
   */
  readonly attributeUndo: (
    fix: OverwrittenFix,
    observation: CheckedObservation,
    madeBy: VersionId | undefined,
  ) => OverwrittenFix | undefined
}

/**
 * What the ledger's record of an object becomes by an observation: who did it first, since rules ask for that, then the rules,
 * the life of each finding, and what should happen about it. Pure: everything was read before.
 */
export function decideRecording(
  observation: Observation,
  around: ObservedAround,
  parts: RecordingParts,
): (record: ObjectRecord, now: Instant) => LedgerChange | undefined {
  return (record, now) => {
    if (observation.state !== 'checked') {
      const change = recordObservation(record, observation, settingsOf(parts, new Map()), now)
      return change === undefined ? undefined : decided(change, record, new Map(), undefined, parts, now)
    }
    const attributed = { ...observation, differences: attributedDifferences(observation, record, parts) }
    const ruled = parts.policy.ruled(attributed, around.labels, now)
    const settings = settingsOf(parts, ruled.aspects)
    const change = recordObservation(record, ruled.observation, settings, now, around.desired)
    const written =
      change === undefined ? nothing(record.ref) : withKnownUndoers(change, observation, record, parts.attributeUndo)
    const others = record.findings.filter(
      ({ id }) => ruled.aspects.has(id) && !written.findings.some((one) => one.id === id),
    )
    const whole = decided(
      { ...written, findings: [...written.findings, ...others] },
      record,
      ruled.aspects,
      around.labels,
      parts,
      now,
    )
    return withoutUntouched(whole, others, change === undefined)
  }
}

/** Who undid a change decides whether it was overwritten at all. */
function withKnownUndoers(
  change: LedgerChange,
  observation: CheckedObservation,
  record: ObjectRecord,
  attributeUndo: RecordingParts['attributeUndo'],
): LedgerChange {
  return change.fixes.reduce((rest, fix) => {
    const known = attributeUndo(fix, observation, writtenBy(record, fix.findingId))
    if (known === undefined) return withoutFix(rest, fix)
    return { ...rest, fixes: rest.fixes.map((one) => (one.id === fix.id ? known : one)) }
  }, change)
}

/** The version that made what is undone now. */
function writtenBy({ findings }: ObjectRecord, findingId: string): VersionId | undefined {
  return findings.find(({ id }) => id === findingId)?.writtenBy?.version
}

function nothing(ref: ObjectRecord['ref']): LedgerChange {
  return { ref, findings: [], causes: [], fixes: [], fights: [], activity: [] }
}

/** Findings that did not move may be judged otherwise by now: other rules, another owner. Those that are not are not written. */
function withoutUntouched(
  change: LedgerChange,
  before: readonly Finding[],
  isOnlyThese: boolean,
): LedgerChange | undefined {
  const same = new Set(
    before
      .filter((finding) => {
        const after = change.findings.find(({ id }) => id === finding.id)
        return after !== undefined && after.owner === finding.owner && isSameDecision(after.decision, finding.decision)
      })
      .map(({ id }) => id),
  )
  const findings = change.findings.filter(({ id }) => !same.has(id))
  return isOnlyThese && findings.length === 0 ? undefined : { ...change, findings }
}

/** A finding after time has passed: the ledger's own timers have been applied, the decision has not. */
export function decidedAgain(
  change: LedgerChange,
  record: ObjectRecord,
  parts: Pick<RecordingParts, 'policy'>,
  now: Instant,
): LedgerChange {
  return decided(change, record, new Map(), undefined, parts, now)
}

function settingsOf({ settings, policy }: RecordingParts, aspects: ReadonlyMap<string, Aspects>): LedgerSettings {
  return {
    ...settings,
    graceOf: ({ id }) => (aspects.get(id) ?? policy.aspectsOf(id))?.graceMs ?? Number.POSITIVE_INFINITY,
  }
}

/** A difference that was there before with the same value keeps its author: this version did not make it. */
function attributedDifferences(
  observation: CheckedObservation,
  record: ObjectRecord,
  parts: RecordingParts,
): readonly ObservedDifference[] {
  return observation.differences.map((one) => {
    const known = record.findings.find(({ id }) => id === one.drift.id)
    const lasts = known !== undefined && known.state !== 'resolved' && known.agreedSince === null
    if (lasts && known.valueMark === (one.valueMark ?? null)) {
      const { attribution, actorClass } = parts.attributeSeen?.(known, one, observation) ?? known.drift
      return { ...one, drift: { ...one.drift, attribution, actorClass } }
    }
    return { ...one, drift: { ...one.drift, ...parts.attribute(one, observation, record.object?.asOf ?? null) } }
  })
}

function decided(
  change: LedgerChange,
  record: ObjectRecord,
  aspects: ReadonlyMap<string, Aspects>,
  labels: Readonly<Record<string, string>> | undefined,
  { policy }: Pick<RecordingParts, 'policy'>,
  now: Instant,
): LedgerChange {
  const fights = [
    ...change.fights,
    ...record.fights.filter((fight) => !change.fights.some(({ id }) => id === fight.id)),
  ]
  const findings = change.findings.map((finding): Finding => {
    const said = aspects.get(finding.id) ?? policy.aspectsOf(finding.id)
    if (said === undefined) return finding
    const owned = { ...finding, owner: policy.ownerOf(finding, said, labels) }
    return { ...owned, decision: policy.decide(owned, said, fights, now) }
  })
  return { ...change, findings }
}
