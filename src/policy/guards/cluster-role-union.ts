import {
  at,
  canonicalJson,
  isList,
  isObject,
  type Json,
  type JsonObject,
  property,
  stringAt,
} from '../../model/json.ts'
import type { Held } from '../guard.ts'
import type { ClusterRoleFact } from '../guard-facts.ts'
import type { GuardInput } from './guard-context.ts'

/**
 * Recomputes what the aggregation controller would write. Git's selectors decide where Git holds the object, since a
 * selector that was widened by hand must not make its own result look right.
 */
export function unionOfClusterRoles({ facts, live, desired, ref }: GuardInput): Held {
  if (facts.clusterRoles === undefined) return 'unknown'
  const selectors = at(desired ?? live, 'aggregationRule', 'clusterRoleSelectors')
  if (!isList(selectors)) return 'no'
  const sources = facts.clusterRoles.filter(
    (role) => role.name !== ref.name && selectors.some((selector) => selects(selector, role.labels)),
  )
  const rules = property(live, 'rules')
  const actual = new Set((isList(rules) ? rules : []).map(canonicalJson))
  const expected = new Set(sources.flatMap((role: ClusterRoleFact) => role.rules.map(canonicalJson)))
  return actual.size === expected.size && [...actual].every((rule) => expected.has(rule)) ? 'yes' : 'no'
}

/** Whether a label selector chooses an object with these labels; a selector that says nothing chooses everything. */
function selects(selector: Json, labels: JsonObject): boolean {
  if (!isObject(selector)) return false
  const wanted = property(selector, 'matchLabels')
  const terms = property(selector, 'matchExpressions')
  const all = isObject(wanted) ? wanted : {}
  return (
    Object.keys(all).every((name) => property(labels, name) === all[name]) &&
    (isList(terms) ? terms : []).every((term) => termHolds(term, labels))
  )
}

function termHolds(term: Json, labels: JsonObject): boolean {
  const value = property(labels, stringAt(term, 'key') ?? '')
  const values = at(term, 'values')
  const listed = isList(values) && value !== undefined && values.includes(value)
  switch (stringAt(term, 'operator')) {
    case 'In':
      return listed
    case 'NotIn':
      return !listed
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return false
  }
}
