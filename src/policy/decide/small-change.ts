import { parsePath } from '../../model/field-path-parse.ts'
import type { FieldPath } from '../../model/field-path.ts'
import type { Finding } from '../../model/finding.ts'
import { isList, isObject, type Json } from '../../model/json.ts'
import type { Aspects } from '../rules/aspects.ts'
import type { DecideContext } from './decide-context.ts'

/** Most leaves that may go back to what Git says without anybody being asked. */
const MOST_LEAVES = 3

/**
 * Why a revert is not to be taken without asking, as the end of a sentence; undefined where the change is small in every
 * sense and can be undone safely.
 */
export function whyNotByItself(
  finding: Pick<Finding, 'drift'>,
  aspects: Aspects,
  context: Pick<DecideContext, 'cause' | 'confirmedAt'>,
): string | undefined {
  const { cause } = context
  if (cause.objects > 1) return `${cause.objects} objects changed in the same way`
  if (cause.causesOfObject > 1) return `the object changed in ${cause.causesOfObject} different ways`
  if (cause.leaves > MOST_LEAVES) return `${cause.leaves} fields changed`
  if (aspects.severity !== 'low' && aspects.severity !== 'medium') return `its severity is ${aspects.severity}`
  return whyNotUndoable(finding) ?? whyPeople(finding, aspects, context)
}

function whyNotUndoable({ drift }: Pick<Finding, 'drift'>): string | undefined {
  if (drift.sensitive) return 'the value of a Secret is never put back from here'
  if (drift.kind === 'ineffective') return 'the cluster does not store what Git says'
  if (drift.path === '' && drift.kind === 'added') return 'undoing it would delete the object'
  if (drift.base.evidence === 'unknown') return 'it is not known what the cluster was last told'
  if (changesCapacity(parsePath(drift.path) ?? [], drift.live, drift.desired)) return 'it changes capacity'
  return undefined
}

function whyPeople(
  { drift }: Pick<Finding, 'drift'>,
  { response }: Aspects,
  { confirmedAt }: Pick<DecideContext, 'confirmedAt'>,
): string | undefined {
  if (response.mayRevertPeople === true || confirmedAt !== null) return undefined
  if (drift.actorClass === 'person') return 'a person made the change'
  return drift.actorClass === 'unknown' ? 'it is not known who made the change' : undefined
}

/** In either direction: what was raised in need would be taken away, and what was lowered could be more than there is room for. */
const CAPACITY: ReadonlySet<string> = new Set([
  'replicas',
  'resources',
  'limits',
  'requests',
  'minReplicas',
  'maxReplicas',
  'parallelism',
  'hard',
])

function changesCapacity(path: FieldPath, ...values: readonly (Json | undefined)[]): boolean {
  return (
    path.some((step) => step.kind === 'field' && CAPACITY.has(step.name)) || (path.length > 0 && values.some(holds))
  )
}

/** Whether a node that came or went holds any of them. */
function holds(value: Json | undefined): boolean {
  if (isList(value)) return value.some(holds)
  if (!isObject(value)) return false
  return Object.keys(value).some((key) => CAPACITY.has(key) || holds(value[key]))
}
