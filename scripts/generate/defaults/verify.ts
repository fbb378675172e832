import { applies, isTableDefault, rulesAt, valueOf, type DefaultsTable } from '../../../src/diff/defaults-table.ts'
import { sameJson } from '../../../src/model/json.ts'
import { casesByField, type Case } from './case.ts'
import type { Observation } from './observe.ts'

/** Where a table and a server disagree: values that no rule explains, and rules that explain what the server does not do. */
export function disagreements(table: DefaultsTable, observations: readonly Observation[]): readonly string[] {
  return [...casesByField(observations).values()].flatMap((cases) =>
    cases.flatMap((one) => [...missing(table, one), ...tooBroad(table, one)]),
  )
}

/**
 * What depends on other objects (the priority that a class names), or on sums over containers (requests of a whole Pod):
 * left for the oracle.
 */
const UNKNOWABLE = new Set([
  'io.k8s.api.core.v1.PodSpec priority',
  'io.k8s.api.core.v1.ResourceRequirements requests.*',
])

function missing(table: DefaultsTable, { place, value }: Case): string[] {
  if (value === undefined || UNKNOWABLE.has(`${place.component} ${place.field}`)) return []
  if (isTableDefault(table, place, (expected) => sameJson(expected, value))) return []
  return [`unexplained: ${told({ place, value })}`]
}

function tooBroad(table: DefaultsTable, { place, value }: Case): string[] {
  const wrong = rulesAt(table, place.component, place.field).filter((rule) => {
    const made = valueOf(rule, place)
    return made !== undefined && applies(rule, place) && (value === undefined || !sameJson(made, value))
  })
  return wrong.map((rule) => `too broad: ${told({ place, value })}, but ${JSON.stringify(rule)}`)
}

function told({ place, value }: Pick<Case, 'place' | 'value'>): string {
  const around = JSON.stringify(place.holders.slice(0, 2)).slice(0, 400)
  return `${place.component} ${place.field} ${place.key} is ${JSON.stringify(value)} in ${around}`
}
