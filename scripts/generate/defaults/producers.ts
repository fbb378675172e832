import type { Computation } from '../../../src/diff/computed-default.ts'
import { valueOf, type DefaultRule, type RulePlace } from '../../../src/diff/defaults-table.ts'
import { canonicalJson, isObject, sameJson, type Json, type JsonObject } from '../../../src/model/json.ts'
import { compareText } from '../../../src/model/object-ref.ts'
import type { Case } from './case.ts'

const COMPUTATIONS: readonly Computation[] = ['image-pull-policy', 'list-kind', 'singular']

/** What may yield the values: one constant, else one derivation, else several, the most frequent first. */
export function producersOf(positives: readonly Case[]): readonly DefaultRule[] {
  const first = positives[0]
  if (first === undefined) return []
  const isMap = first.place.field.endsWith('.*')
  const constants = isMap ? [] : constantsOf(positives)
  if (constants.length === 1) return constants
  const derived = derivationsOf(positives)
  const complete = derived.find((one) => positives.every((positive) => yields(one, positive)))
  if (complete !== undefined) return [complete]
  return byFrequency([...derived, ...constants], positives)
}

function byFrequency(rules: readonly DefaultRule[], positives: readonly Case[]): readonly DefaultRule[] {
  const counted = rules.map((rule) => ({ rule, count: positives.filter((one) => yields(rule, one)).length }))
  return counted.sort((a, b) => b.count - a.count).map(({ rule }) => rule)
}

function constantsOf(positives: readonly Case[]): readonly DefaultRule[] {
  const values = new Map<string, Json>()
  for (const { value } of positives) if (value !== undefined) values.set(canonicalJson(value), value)
  return [...values.values()].map((value) => ({ value }))
}

/** Copies and computations that yield at least two different values. */
function derivationsOf(positives: readonly Case[]): readonly DefaultRule[] {
  const paths = new Set(positives.flatMap(({ place, value }) => copyPaths(place, value as Json)))
  const copies = [...paths].sort((a, b) => a.length - b.length || compareText(a, b)).map((copyOf) => ({ copyOf }))
  const all: readonly DefaultRule[] = [...COMPUTATIONS.map((computed) => ({ computed })), ...copies]
  return all.filter((rule) => {
    const values = positives.filter((one) => yields(rule, one)).map(({ value }) => canonicalJson(value as Json))
    return new Set(values).size > 1
  })
}

function yields(rule: DefaultRule, { place, value }: Case): boolean {
  const made = valueOf(rule, place)
  return made !== undefined && value !== undefined && sameJson(made, value)
}

/** Where the value stands a second time; what leads back to the value itself is no copy. */
function copyPaths({ field, key, holders, position }: RulePlace, value: Json): string[] {
  const own = field.replace('.*', '')
  return holders.flatMap((holder, up) => {
    const paths = isObject(holder) ? placesOf(holder, value, key, [3, 5][up] ?? 1) : []
    const inside = up === 0 ? own : position
    const others = paths.filter((path) => up > 1 || path.split('.')[0] !== inside)
    return others.map((path) => '^.'.repeat(up) + path)
  })
}

function placesOf(object: JsonObject, value: Json, key: string, depth: number): string[] {
  return Object.entries(object).flatMap(([name, one]) => {
    const step = key !== '' && name === key ? '*' : name
    if (step.includes('.')) return []
    const here = sameJson(one, value) && (key === '' || step === '*') ? [step] : []
    if (!isObject(one) || depth === 1) return here
    return [...here, ...placesOf(one, value, key, depth - 1).map((path) => `${step}.${path}`)]
  })
}
