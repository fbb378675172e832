import type { Condition } from '../../../src/diff/defaults-table.ts'
import type { Json } from '../../../src/model/json.ts'
import { compareText } from '../../../src/model/object-ref.ts'
import type { Case } from './case.ts'
import { DESIRED, type Feature } from './features.ts'

/** A condition with the cases that it holds for, by their index. */
export interface Atom {
  readonly condition: Condition
  /** How far-fetched the condition is. */
  readonly cost: number
  readonly wanted: ReadonlySet<number>
  readonly unwanted: ReadonlySet<number>
}

/** All conditions that hold in some wanted case and fail in some unwanted one, the simplest first. */
export function atomsOf(wanted: readonly Case[], unwanted: readonly Case[]): readonly Atom[] {
  const paths = conditionPaths([...wanted, ...unwanted])
  const atoms = [...paths.flatMap((path) => atPath(path, wanted, unwanted)), ...alone(wanted, unwanted)]
  return atoms.sort((a, b) => a.cost - b.cost || compareText(a.condition.path, b.condition.path))
}

/** Only what somebody wrote counts as a condition: what the server fills in beside a value is no reason for it. */
function conditionPaths(cases: readonly Case[]): readonly string[] {
  const field = (cases[0] as Case).place.field.replace('.*', '')
  const paths = new Set(cases.flatMap(({ sent }) => [...sent.keys()]))
  for (const { features } of cases) for (const path of features.keys()) if (path.endsWith('.*')) paths.add(path)
  const told = [...paths].filter((path) => !OF_THE_CLUSTER.has(path.slice(path.lastIndexOf('.') + 1)))
  return told.filter((path) => path !== field && path !== `${field}.*` && !path.startsWith(`${field}.`))
}

/** What a live Service has here depends on the address ranges of its cluster. */
const OF_THE_CLUSTER = new Set(['ipFamilies', 'clusterIPs', 'healthCheckNodePort'])

function atPath(path: string, wanted: readonly Case[], unwanted: readonly Case[]): readonly Atom[] {
  const good = new Set(wanted.map(({ features }) => features.get(path)))
  const bad = new Set(unwanted.map(({ features }) => features.get(path)))
  const asked = [...noneOf(good, bad), ...(isConsequence(path, wanted, unwanted) ? [] : positive(good))]
  const written = path.startsWith(DESIRED) ? { path: path.slice(1), of: 'desired' as const } : { path }
  const atoms = asked.map(({ words, cost, holds }) => ({
    condition: { ...written, ...words },
    cost: distance(path) + cost,
    wanted: indexes(wanted, path, holds),
    unwanted: indexes(unwanted, path, holds),
  }))
  return atoms.filter((atom) => atom.wanted.size > 0 && atom.unwanted.size < unwanted.length)
}

/** What is asked of the value at a path. */
interface Asked {
  readonly words: Omit<Condition, 'path'>
  readonly cost: number
  readonly holds: (value: Feature | undefined) => boolean
}

type Values = ReadonlySet<Feature | undefined>

/** One of the words that stand there in wanted cases, each by itself or all; something; nothing. */
function positive(good: Values): readonly Asked[] {
  const words = wordsOf(good)
  const each = words.map(
    (word): Asked => ({ words: { oneOf: parsed([word]) }, cost: 0, holds: (value) => value === word }),
  )
  const all: Asked = { words: { oneOf: parsed(words) }, cost: 0.1 * words.length, holds: (value) => good.has(value) }
  const complete = words.length > 1 && words.length === good.size
  return [
    ...each,
    ...(complete ? [all] : []),
    { words: {}, cost: 0.5, holds: (value) => value !== undefined },
    { words: { oneOf: [null] }, cost: 0.6, holds: (value) => value === undefined },
  ]
}

/** None of the words that stand there in unwanted cases only. */
function noneOf(good: Values, bad: Values): readonly Asked[] {
  const words = wordsOf(bad).filter((word) => !good.has(word))
  if (words.length === 0) return []
  const others = new Set<Feature | undefined>(words)
  return [{ words: { noneOf: parsed(words) }, cost: 0.8, holds: (value) => !others.has(value) }]
}

function parsed(words: readonly string[]): Json[] {
  return words.map((word) => JSON.parse(word) as Json)
}

/** Further away is further-fetched; what Git says counts only where the live object does not tell. */
function distance(path: string): number {
  if (isLevel(path)) return 0.3
  if (path === '@kind') return 1
  const ups = path.split('^').length - 1
  return ups * 0.5 + (path.split('.').length - 1) * 0.2 + (path.startsWith(DESIRED) ? 3 : 0)
}

/** What the server fills in here and leaves out there follows from the same reason as the value does. */
function isConsequence(path: string, wanted: readonly Case[], unwanted: readonly Case[]): boolean {
  if (isLevel(path)) return false
  const filled = wanted.some(({ features, sent }) => features.has(path) && !sent.has(path) && !path.endsWith('.*'))
  return filled && unwanted.some(({ features }) => !features.has(path))
}

/** `^.^`: whether there is an object that far up. */
function isLevel(path: string): boolean {
  return path !== '' && path.replaceAll(/[.^]/g, '') === ''
}

function wordsOf(values: Values): string[] {
  return [...values].filter((value) => typeof value === 'string').sort(compareText)
}

function indexes(cases: readonly Case[], path: string, holds: Asked['holds']): Set<number> {
  return new Set([...cases.keys()].filter((i) => holds((cases[i] as Case).features.get(path))))
}

/** Nothing stands beside the value but what may: the one way to tell that a choice was not made. */
function alone(wanted: readonly Case[], unwanted: readonly Case[]): readonly Atom[] {
  const only = [...new Set(wanted.flatMap(ownNames))].sort(compareText)
  const names = new Set(only)
  const fits = (cases: readonly Case[]) =>
    new Set([...cases.keys()].filter((i) => ownNames(cases[i] as Case).every((name) => names.has(name))))
  const condition = { path: '', only }
  return [{ condition, cost: 2 + only.length * 0.2, wanted: fits(wanted), unwanted: fits(unwanted) }]
}

function ownNames({ place }: Case): string[] {
  return Object.keys(place.holders[0] as object)
}
