import { comparable, comparableDesired } from '../diff/normalize.ts'
import { fieldSetOf } from '../diff/field-set-of.ts'
import { ownersAt } from '../diff/ownership.ts'
import type { ExplainedField, ExplainReport } from '../model/explain-report.ts'
import { startsWith, type FieldPath } from '../model/field-path.ts'
import { parsePath } from '../model/field-path-parse.ts'
import { isObject, isScalar, type Json } from '../model/json.ts'
import { compareRefs, compareText, type ObjectRef } from '../model/object-ref.ts'
import { UNTYPED } from '../model/type-schema.ts'
import { valueAt } from '../model/value-at.ts'
import { isSensitive } from '../policy/sensitive.ts'
import { shownPath } from '../policy/shown-path.ts'
import { severityOf } from '../policy/severity/severity-of.ts'
import type { Assessment } from './assessment.ts'
import { explainedReason, speaksOfOrder } from './field-reasons.ts'
import type { LiveObject } from './live-state.ts'
import type { PassResult } from './pass.ts'
import { buildReport } from './report.ts'
import { reportedObject } from './reported-drift.ts'
import { objectVerdict } from './summary.ts'

/** What is said of one object; undefined where no source holds it. */
export function explainObject(pass: PassResult, ref: ObjectRef, below: FieldPath): ExplainReport | undefined {
  const report = buildReport(pass, ref.cluster)
  const assessment = pass.assessments.find((one) => compareRefs(one.ref, ref) === 0)
  if (assessment === undefined) return undefined
  const entry = [...pass.live.objects].find(([one]) => compareRefs(one.ref, ref) === 0)
  const fields = entry === undefined ? [] : fieldsOf(assessment, entry[1])
  return {
    schemaVersion: 'driftage.dev/explain/v1',
    asOf: report.asOf,
    object: reportedObject(assessment),
    verdict: objectVerdict(assessment),
    ...noteOn(assessment),
    fields: fields.filter(({ path }) => startsWith(path, below)).map(({ field }) => field),
    notChecked: report.notChecked.filter((gap) => gap.object !== undefined && compareRefs(gap.object, ref) === 0),
    limits: report.limits,
  }
}

function noteOn(assessment: Assessment): { readonly note?: string } {
  if (assessment.live !== undefined) return {}
  const missing = assessment.drifts.some(({ difference }) => difference.kind === 'missing')
  return {
    note: missing
      ? 'Git holds this object and the cluster does not.'
      : 'The live object could not be judged as a whole.',
  }
}

interface PlacedField {
  readonly path: FieldPath
  readonly field: ExplainedField
}

function fieldsOf(assessment: Assessment, live: LiveObject): readonly PlacedField[] {
  const differences = [...assessment.drifts, ...assessment.explained].map((one) => one.difference)
  const orders = differences.filter(speaksOfOrder).map(({ path }) => path)
  const told = [
    ...differences.filter((one) => !speaksOfOrder(one)).map(({ path }) => path),
    ...assessment.serverMade.map(({ path }) => path),
    ...assessment.gaps.flatMap(({ path }) => (path === undefined ? [] : [parsePath(path) ?? []])),
  ]
  const equal = leavesOf(assessment, live).filter(
    (path) => !told.some((other) => startsWith(path, other) || startsWith(other, path)),
  )
  return [...orders, ...told, ...equal.filter((path) => !orders.some((other) => startsWith(other, path)))]
    .map((path) => ({ path, field: fieldAt(assessment, live, path) }))
    .sort((a, b) => compareText(a.field.path, b.field.path))
}

function leavesOf({ ref, desired, live }: Assessment, { type }: LiveObject): readonly FieldPath[] {
  if (live === undefined) return []
  const schema = type.state === 'found' ? type.value : UNTYPED
  const wanted = fieldSetOf(schema, comparableDesired(ref.group, ref.kind, desired.manifest))
  return [
    ...wanted
      .union(fieldSetOf(schema, comparable(live)))
      .leaves()
      .paths(),
  ]
}

function fieldAt(assessment: Assessment, live: LiveObject, path: FieldPath): ExplainedField {
  const reason = explainedReason(assessment, path)
  const { ref, desired } = assessment
  const wanted = valueAt(comparableDesired(ref.group, ref.kind, desired.manifest), path)
  const running = assessment.live === undefined ? undefined : valueAt(comparable(assessment.live), path)
  const difference = reason.difference ?? {
    path,
    kind: 'modified' as const,
    ...(wanted === undefined ? {} : { desired: wanted }),
    ...(running === undefined ? {} : { live: running }),
    atomic: false,
    signals: {
      owners: [],
      deployerOwns: undefined,
      lastApplied: 'none',
      oracle: 'not-asked',
      admission: 'none',
    } as const,
  }
  const context = { ref, desired: desired.manifest, live: assessment.live }
  const sensitive = isSensitive(difference, ref)
  return {
    path: shownPath(path, sensitive),
    verdict: reason.verdict,
    reason: reason.code,
    evidence: reason.sentence,
    ...(reason.difference === undefined ? {} : { kind: reason.difference.kind }),
    ...(reason.rule === undefined ? {} : { rule: reason.rule }),
    ...(reason.verdict === 'drift' ? severityAt(severityOf(difference, context)) : {}),
    ...shown('desired', wanted, sensitive),
    ...shown('live', running, sensitive),
    sensitive,
    owners: ownersAt(live.ownership, path).map((entry) => entry.owner),
    ...(reason.base === undefined || sensitive ? {} : { base: reason.base }),
  }
}

function severityAt({
  severity,
  rule,
}: ReturnType<typeof severityOf>): Pick<ExplainedField, 'severity' | 'severityRule'> {
  return { severity, severityRule: rule }
}

/** Values of leaves; of larger nodes only that they are there, since their content has lines of its own. */
function shown(
  side: 'desired' | 'live',
  value: Json | undefined,
  sensitive: boolean,
): Partial<Record<'desired' | 'live', Json>> {
  if (value === undefined || sensitive) return {}
  return isScalar(value) || Array.isArray(value) || isObject(value) ? { [side]: value } : {}
}
