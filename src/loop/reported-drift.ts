import type { Difference } from '../model/difference.ts'
import { findingId } from '../model/finding-id.ts'
import { stringAt, type Json } from '../model/json.ts'
import type { ReportedDrift, ReportedObject } from '../model/scan-report.ts'
import { actorClassOf } from '../policy/actors.ts'
import { isSensitive } from '../policy/sensitive.ts'
import { CHART_DEFINITION } from '../policy/severity/chart-definition.ts'
import { severityOf } from '../policy/severity/severity-of.ts'
import { shownPath } from '../policy/shown-path.ts'
import { visibleTo } from '../policy/visible-to.ts'
import type { Assessment, JudgedDifference } from './assessment.ts'
import type { Deployer } from '../model/deployer.ts'
import { sourceOf } from './source-place.ts'

/** One judged difference as the contract tells it: masked where it could be a secret. */
export function reportedDrift(
  assessment: Assessment,
  { difference, judgement, attributed }: JudgedDifference,
  deployer: Deployer | undefined,
  revisions: ReadonlyMap<string, string>,
): ReportedDrift {
  const { ref, desired, live } = assessment
  const context = { ref, desired: desired.manifest, live }
  const sensitive = isSensitive(difference, ref)
  const path = shownPath(difference.path, sensitive)
  const severity = isChartDefinition(assessment, difference)
    ? { severity: CHART_DEFINITION.level, rule: CHART_DEFINITION.id }
    : severityOf(difference, context)
  const actorClass = attributed.owner === undefined ? 'unknown' : actorClassOf(attributed.owner, { deployer })
  const { value, ...base } = judgement.base
  return {
    // Of the path as it is shown: a hash of a secret list key or set member could be guessed from.
    id: findingId(ref, path),
    object: reportedObject(assessment),
    path,
    kind: difference.kind,
    ...valuesOf(difference, sensitive),
    base: sensitive || value === undefined || difference.path.length === 0 ? base : { ...base, value },
    sensitive,
    severity: severity.severity,
    severityRule: severity.rule,
    actorClass,
    attribution: attributed.attribution,
    onset: attributed.onset,
    visibleTo: visibleTo(difference, context),
    source: sourceOf(assessment, difference, revisions),
    ...(judgement.note === undefined ? {} : { note: judgement.note }),
  }
}

function isChartDefinition({ desired }: Assessment, difference: Difference): boolean {
  return desired.role === 'crd-of-chart' && difference.kind !== 'missing'
}

/** Whole objects are not printed into a finding: the object is named, and its manifest is in Git or in the cluster. */
export function valuesOf(
  difference: Difference,
  sensitive: boolean,
): { readonly desired?: Json; readonly live?: Json } {
  if (sensitive || difference.path.length === 0) return {}
  return {
    ...(difference.desired === undefined ? {} : { desired: difference.desired }),
    ...(difference.live === undefined ? {} : { live: difference.live }),
  }
}

export function reportedObject({ ref, desired, live }: Assessment): ReportedObject {
  const uid = stringAt(live, 'metadata', 'uid')
  const resourceVersion = stringAt(live, 'metadata', 'resourceVersion')
  return {
    ...ref,
    version: desired.kindInfo.version,
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  }
}
