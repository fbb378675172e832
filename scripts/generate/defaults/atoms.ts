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

type Holds = (value: Feature | undefined) => boolean

function atPath(path: string, wanted: readonly Case[], unwanted: readonly Case[]): readonly Atom[] {
  const good = new Set(wanted.map(({ features }) => features.get(path)))
  const bad = new Set(unwanted.map(({ features }) => features.get(path)))
  if (isConsequence(path, wanted, unwanted)) return []
  const base = distance(path)
  const written = path.startsWith(DESIRED) ? { path: path.slice(1), of: 'desired' as const } : { path }
  const make = (rest: Partial<Condition>, cost: number, holds: Holds): Atom => ({
    condition: { ...written, ...rest },
    cost: base + cost,
    wanted: indexes(wanted, path, holds),
    unwanted: indexes(unwanted, path, holds),
  })
  const atoms = wordsOf(good).map((word) => make({ oneOf: [JSON.parse(word) as Json] }, 0, (value) => value === word))
  const words = wordsOf(good)
  if (words.length > 1 && words.length === good.size) {
    const oneOf = words.map((word) => JSON.parse(word) as Json)
    atoms.push(make({ oneOf }, 0.1 * words.length, (value) => value !== undefined && good.has(value)))
  }
  atoms.push(make({ oneOf: [null] }, 0.6, (value) => value === undefined))
  atoms.push(make({}, 0.5, (value) => value !== undefined))
  const others = wordsOf(bad).filter((word) => !good.has(word))
  if (others.length > 0) {
    const values = others.map((word) => JSON.parse(word) as Json)
    atoms.push(make({ noneOf: values }, 0.8, (value) => value === undefined || !others.includes(value as string)))
  }
  return atoms.filter((atom) => atom.wanted.size > 0 && atom.unwanted.size < unwanted.length)
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

function wordsOf(values: ReadonlySet<Feature | undefined>): string[] {
  return [...values].filter((value) => typeof value === 'string').sort(compareText)
}

function indexes(cases: readonly Case[], path: string, holds: Holds): Set<number> {
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
