import { attribute } from '../diff/attribute.ts'
import type { Deployer } from '../model/deployer.ts'
import type { Difference } from '../model/difference.ts'
import type { FieldOwner } from '../model/field-owner.ts'
import type { FieldPath } from '../model/field-path.ts'
import type { Instant } from '../model/instant.ts'
import { printInstant } from '../model/instant.ts'
import { stringAt } from '../model/json.ts'
import { compareText } from '../model/object-ref.ts'
import type { OwnershipDelta, VersionOrigin } from '../model/object-version.ts'
import type { Observation, ObservedDifference } from '../model/observation.ts'
import { valueMark, type MarkKey } from '../model/value-mark.ts'
import { isSensitive } from '../policy/sensitive.ts'
import type { Assessment, ExplainedDifference, JudgedDifference } from './assessment.ts'
import { reportedDrift } from './reported-drift.ts'

/** What an observation says beside the assessment: which version was looked at, and against what. */
export interface ObserveContext {
  readonly at: Instant
  readonly sources: readonly string[]
  /** Commit by source name; empty where the source is no commit. */
  readonly revisions: ReadonlyMap<string, string>
  readonly deployer: Deployer | undefined
  readonly schemaHash: string
  /** Undefined for an object that is missing. */
  readonly version: VersionOrigin | undefined
  readonly absence?: VersionOrigin | undefined
  /** What managedFields gained at a path since the version right before; undefined where that was not seen. */
  readonly deltaAt: (path: FieldPath) => OwnershipDelta | undefined
  /** Owners whose entries moved in this version; empty where nothing tells. */
  readonly writers: readonly FieldOwner[]
  readonly key: MarkKey
}

/** An assessment as the ledger takes it: masked, marked, and with nothing left to look up. */
export function observationOf(assessment: Assessment, context: ObserveContext): Observation {
  const { ref, gaps } = assessment
  const askedAt = context.version?.askedAt
  const common = { ref, at: context.at, sources: context.sources }
  const whole = gaps.find((gap) => gap.path === undefined)
  if (whole !== undefined) return { ...common, state: 'unknown', reason: whole.reason }
  const differences = [
    ...assessment.drifts.map((judged) => observedDrift(assessment, judged, context)),
    ...assessment.explained.map((explained) => observedExplanation(assessment, explained, context)),
  ]
  return {
    ...common,
    state: 'checked',
    ...(askedAt === undefined ? {} : { asOf: Math.min(askedAt, context.at) }),
    version: context.version,
    ...(context.absence === undefined ? {} : { absence: context.absence }),
    revisions: Object.fromEntries(context.revisions),
    schemaHash: context.schemaHash,
    differences: differences.sort((a, b) => compareText(a.drift.path, b.drift.path)),
    undecided: gaps.map(({ path = '', reason }) => ({ path, reason })),
    writers: context.writers,
  }
}

function observedDrift(assessment: Assessment, judged: JudgedDifference, context: ObserveContext): ObservedDifference {
  const drift = reportedDrift(assessment, judged, context.deployer, context.revisions)
  return { standing: judged.judgement.state, drift, ...evidenceOf(assessment, judged.difference, drift.path, context) }
}

/** What a rule or the server's own answer explains is recorded as well: the day the rule goes, its age is known. */
function observedExplanation(
  assessment: Assessment,
  { difference, explanation }: ExplainedDifference,
  context: ObserveContext,
): ObservedDifference {
  const created = stringAt(assessment.live, 'metadata', 'creationTimestamp') ?? null
  const judged: JudgedDifference = {
    difference,
    judgement: { state: 'drift', base: { evidence: 'unknown' } },
    attributed: attribute(difference, context.deployer, created, secondsOf(context.at)),
  }
  const drift = reportedDrift(assessment, judged, context.deployer, context.revisions)
  const evidence = evidenceOf(assessment, difference, drift.path, context)
  return { standing: 'explained', drift, explainedBy: explanation.rule, ...evidence }
}

function evidenceOf(
  { ref }: Assessment,
  difference: Difference,
  path: string,
  { key, deltaAt }: ObserveContext,
): Pick<ObservedDifference, 'valueMark' | 'desiredMark' | 'delta'> {
  const place = { ref, path, sensitive: isSensitive(difference, ref) }
  const live = valueMark(difference.live, place, key)
  const desired = valueMark(difference.desired, place, key)
  const delta = deltaAt(difference.path)
  return {
    ...(live === undefined ? {} : { valueMark: live }),
    ...(desired === undefined ? {} : { desiredMark: desired }),
    ...(delta === undefined ? {} : { delta }),
  }
}

/** The API server's own times have whole seconds, and bounds are compared with them. */
function secondsOf(at: Instant): string {
  return `${printInstant(at).slice(0, 19)}Z`
}
