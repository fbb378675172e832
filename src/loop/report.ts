import type { Difference } from '../model/difference.ts'
import { printPath, type FieldPath } from '../model/field-path.ts'
import { findingId } from '../model/finding-id.ts'
import { at, stringAt, type Json } from '../model/json.ts'
import type { NotChecked } from '../model/not-checked.ts'
import { compareRefs, compareText, printRef } from '../model/object-ref.ts'
import type {
  ExpectedDifference,
  Excluded,
  ReportedDrift,
  ReportedGap,
  ReportedObject,
  ScanReport,
} from '../model/scan-report.ts'
import { actorClassOf } from '../policy/actors.ts'
import { isSensitive } from '../policy/sensitive.ts'
import { CHART_DEFINITION } from '../policy/severity/chart-definition.ts'
import { severityOf } from '../policy/severity/severity-of.ts'
import { visibleTo } from '../policy/visible-to.ts'
import type { Assessment, JudgedDifference } from './assessment.ts'
import { limitsOf } from './limits.ts'
import type { PassResult } from './pass.ts'
import { objectVerdict, summarize, verdictOf } from './summary.ts'

/** The contract's report of one pass. Sorted by object and path; nothing in it depends on the order of answers. */
export function buildReport(pass: PassResult, cluster: string): ScanReport {
  const revisions = new Map(pass.sources.map((source) => [source.revision.name, source.revision.revision]))
  const drifts = pass.assessments.flatMap((one) => one.drifts.map((drift) => ({ one, drift })))
  const report = (states: ReadonlySet<string>): ReportedDrift[] =>
    drifts
      .filter(({ drift }) => states.has(drift.judgement.state))
      .map(({ one, drift }) => reportedDrift(one, drift, pass, revisions))
      .sort(byObjectAndPath)
  const findings = report(new Set(['drift', 'drift-and-pending']))
  const assessed = new Map(pass.assessments.map((one) => [printRef(one.ref), one]))
  const gaps = [...pass.desired.gaps, ...pass.assessments.flatMap((one) => one.gaps)].map((gap) => reportedGap(gap, assessed))
  const verdicts = pass.assessments.map(objectVerdict)
  return {
    schemaVersion: 'driftage.dev/scan/v1',
    verdict: verdictOf(verdicts, gaps.length > 0),
    asOf: {
      time: pass.seenAt,
      sources: pass.sources.map((source) => source.revision).sort((a, b) => compareText(a.name, b.name)),
      cluster: { name: cluster, version: pass.version },
    },
    summary: summarize(pass, verdicts, findings),
    findings,
    pending: report(new Set(['pending', 'drift-and-pending'])),
    expected: pass.assessments.flatMap(expectedOf).sort(byObjectAndPath),
    excluded: pass.desired.excluded.map(excludedOf).sort((a, b) => compareObjects(a.object, b.object)),
    notChecked: gaps.sort(byGap),
    limits: limitsOf(pass.live, pass.options.fromDump === true),
  }
}

function reportedDrift(
  assessment: Assessment,
  { difference, judgement, attributed }: JudgedDifference,
  pass: PassResult,
  revisions: ReadonlyMap<string, string>,
): ReportedDrift {
  const { ref, desired, live } = assessment
  const context = { ref, desired: desired.manifest, live }
  const sensitive = isSensitive(difference, ref)
  const path = shownPath(difference.path, sensitive)
  const severity = isChartDefinition(assessment, difference)
    ? { severity: CHART_DEFINITION.level, rule: CHART_DEFINITION.id }
    : severityOf(difference, context)
  const deployer = pass.live.deployer.state === 'found' ? pass.live.deployer.deployer : undefined
  const actorClass = attributed.owner === undefined ? 'unknown' : actorClassOf(attributed.owner, { deployer })
  const { value, ...base } = judgement.base
  return {
    id: findingId(ref, printPath(difference.path)),
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

/** A member of a set stands in the path with its value, which must not show where it is a secret. */
function shownPath(path: FieldPath, sensitive: boolean): string {
  if (!sensitive) return printPath(path)
  return printPath(path.map((step) => (step.kind === 'value' ? { kind: 'value', value: '(masked)' } : step)))
}

/** Whole objects are not printed into a finding: the object is named, and its manifest is in Git or in the cluster. */
function valuesOf(difference: Difference, sensitive: boolean): { readonly desired?: Json; readonly live?: Json } {
  if (sensitive || difference.path.length === 0) return {}
  return {
    ...(difference.desired === undefined ? {} : { desired: difference.desired }),
    ...(difference.live === undefined ? {} : { live: difference.live }),
  }
}

function sourceOf(
  { desired }: Assessment,
  difference: Difference,
  revisions: ReadonlyMap<string, string>,
): ReportedDrift['source'] {
  const { source, place } = desired
  const line = lineOf(desired, difference) ?? place.line ?? null
  return { name: source, revision: revisions.get(source) ?? '', file: place.file, line }
}

/** The line of the field; of its nearest ancestor where Git is silent at the path. */
function lineOf(desired: Assessment['desired'], difference: Difference): number | undefined {
  if (desired.lineOf === undefined) return undefined
  const steps: (string | number)[] = []
  let here: Json | undefined = desired.manifest
  for (const element of difference.path) {
    const step = stepIn(here, element)
    if (step === undefined) break
    steps.push(step)
    here = Array.isArray(here) ? here[step as number] : at(here, String(step))
  }
  return desired.lineOf(steps)
}

function stepIn(value: Json | undefined, element: Difference['path'][number]): string | number | undefined {
  if (element.kind === 'field') return at(value, element.name) === undefined ? undefined : element.name
  if (!Array.isArray(value)) return undefined
  if (element.kind === 'index') return element.index
  const items: readonly Json[] = value
  const index = items.findIndex((item) =>
    element.kind === 'value' ? item === element.value : element.keys.every((part) => (at(item, part.name) ?? part.value) === part.value),
  )
  return index < 0 ? undefined : index
}

function expectedOf(assessment: Assessment): readonly ExpectedDifference[] {
  const { ref } = assessment
  const explained = assessment.explained.map(({ difference, explanation }): ExpectedDifference => {
    const sensitive = isSensitive(difference, ref)
    return {
      object: reportedObject(assessment),
      path: shownPath(difference.path, sensitive),
      kind: difference.kind,
      ...valuesOf(difference, sensitive),
      sensitive,
      rule: explanation.rule,
    }
  })
  const made = assessment.serverMade.map(
    ({ path, live: value, by }): ExpectedDifference => ({
      object: reportedObject(assessment),
      path: printPath(path),
      kind: 'added',
      live: value,
      sensitive: false,
      rule: by,
    }),
  )
  return [...explained, ...made]
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

function excludedOf({ ref, version, reason }: PassResult['desired']['excluded'][number]): Excluded {
  return { object: { ...ref, version }, reason }
}

function reportedGap({ object, ...rest }: NotChecked, assessed: ReadonlyMap<string, Assessment>): ReportedGap {
  if (object === undefined) return rest
  const assessment = assessed.get(printRef(object))
  return { ...rest, object: assessment === undefined ? { ...object, version: '' } : reportedObject(assessment) }
}

interface Placed {
  readonly object: ReportedObject
  readonly path: string
}

function byObjectAndPath(a: Placed, b: Placed): number {
  return compareObjects(a.object, b.object) || compareText(a.path, b.path)
}

function compareObjects(a: ReportedObject, b: ReportedObject): number {
  return compareRefs(a, b) || compareText(a.version, b.version)
}

function byGap(a: ReportedGap, b: ReportedGap): number {
  if (a.object !== undefined && b.object !== undefined) {
    return compareObjects(a.object, b.object) || compareText(a.path ?? '', b.path ?? '') || compareText(a.reason, b.reason)
  }
  if (a.object !== undefined) return 1
  if (b.object !== undefined) return -1
  return compareText(`${a.kind ?? ''} ${a.source ?? ''} ${a.message}`, `${b.kind ?? ''} ${b.source ?? ''} ${b.message}`)
}
