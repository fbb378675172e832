import type { RulePlace } from '../../../src/diff/defaults-table.ts'
import { canonicalJson, isList, isObject, property, type Json } from '../../../src/model/json.ts'
import { SOMETHING } from './outline.ts'

/** Stands for a value of which only the presence counts. */
export const PRESENT = Symbol('present')

/** The JSON text of a value that conditions may name. */
export type Feature = string | typeof PRESENT

/** Paths of desired objects begin with this, which no field does. */
export const DESIRED = '!'

/** What conditions can ask about a place: words by value, everything else by presence. */
export function featuresOf({ kind, holders, desired, position, key }: RulePlace): ReadonlyMap<string, Feature> {
  const features = new Map<string, Feature>([
    ['@', JSON.stringify(position)],
    ['@kind', JSON.stringify(kind)],
  ])
  holders.forEach((holder, up) => {
    if (up > 0) features.set(Array(up).fill('^').join('.'), PRESENT)
    collect(holder, '^.'.repeat(up), up === 0 ? 2 : 1, features)
  })
  const [own, around] = [holders[0], desired[0]]
  if (key !== '') mapFeatures(own, key, features)
  collect(around, DESIRED, 0, features)
  return features
}

/** Whether the maps beside hold the same key. */
function mapFeatures(holder: Json | undefined, key: string, features: Map<string, Feature>): void {
  if (!isObject(holder)) return
  for (const [name, value] of Object.entries(holder)) {
    if (isObject(value) && property(value, key) !== undefined) features.set(`${name}.*`, PRESENT)
  }
}

function collect(object: Json | undefined, prefix: string, depth: number, features: Map<string, Feature>): void {
  if (!isObject(object)) return
  for (const [name, value] of Object.entries(object)) {
    if (value === null || name.includes('.') || name === 'metadata') continue
    features.set(`${prefix}${name}`, isWord(value) ? canonicalJson(value) : PRESENT)
    if (isObject(value) && depth > 0) collect(value, `${prefix}${name}.`, depth - 1, features)
  }
}

/** Words of enumerations, lists of them, and truths; names, numbers and the like say nothing by their value. */
function isWord(value: Json): boolean {
  if (isList(value)) return value.length > 0 && value.every(isWord)
  if (value === SOMETHING) return false
  return typeof value === 'boolean' || (typeof value === 'string' && /^[A-Z][A-Za-z0-9]+$/.test(value))
}
