import type { Condition } from '../../../src/diff/defaults-table.ts'
import { canonicalJson } from '../../../src/model/json.ts'
import { atomsOf, type Atom } from './atoms.ts'
import type { Case } from './case.ts'

type Conditions = readonly Condition[]

const MOST_CONDITIONS = 3
const MOST_RULES = 4
/** Of the open cases that a rule must cover: what covers few of them fits them by chance. */
const LEAST_SHARE = 0.4
const BEAM = 60

/**
 * The simplest lists of conditions of which one holds in every wanted case and none in an unwanted one. Where wanted
 * cases cannot be told from unwanted ones, they are given up: an unexplained value is a question, a hidden one a lie.
 */
export function learn(wanted: readonly Case[], unwanted: readonly Case[]): readonly Conditions[] {
  if (unwanted.length === 0) return [[]]
  const found: Conditions[] = []
  let open = wanted
  while (open.length > 0 && found.length < MOST_RULES) {
    const best = conjunction(atomsOf(open, unwanted), open.length, unwanted.length)
    const rest = open.filter((_, i) => best?.every((atom) => atom.wanted.has(i)) !== true)
    if (best === undefined || rest.length > open.length * (1 - LEAST_SHARE)) break
    found.push(best.map(({ condition }) => condition))
    open = rest
  }
  return merged(found)
}

interface Candidate {
  readonly atoms: readonly Atom[]
  readonly cost: number
  /** Wanted cases for which all conditions hold. */
  readonly covered: ReadonlySet<number>
  /** Unwanted cases for which all conditions hold. */
  readonly left: ReadonlySet<number>
}

/** Fewest conditions that cover all; where none do, those that cover most. */
function conjunction(atoms: readonly Atom[], wanted: number, unwanted: number): readonly Atom[] | undefined {
  let beam: readonly Candidate[] = [{ atoms: [], cost: 0, covered: upTo(wanted), left: upTo(unwanted) }]
  let best: Candidate | undefined
  for (let size = 1; size <= MOST_CONDITIONS; size++) {
    const next = beam.flatMap((candidate) => atoms.map((atom) => extend(candidate, atom)))
    const useful = next.filter(({ covered }) => covered.size > 0)
    const pure = useful.filter(({ left }) => left.size === 0).sort(byCover)[0]
    if (pure !== undefined && pure.covered.size === wanted) return pure.atoms
    if (pure !== undefined && (best === undefined || pure.covered.size > best.covered.size)) best = pure
    beam = useful.sort(byPromise).slice(0, BEAM)
  }
  return best?.atoms
}

function upTo(count: number): ReadonlySet<number> {
  return new Set(Array.from({ length: count }, (_, i) => i))
}

function extend({ atoms, cost, covered, left }: Candidate, atom: Atom): Candidate {
  return {
    atoms: [...atoms, atom],
    cost: cost + atom.cost,
    covered: new Set([...covered].filter((one) => atom.wanted.has(one))),
    left: new Set([...left].filter((one) => atom.unwanted.has(one))),
  }
}

function byCover(a: Candidate, b: Candidate): number {
  return b.covered.size - a.covered.size || a.cost - b.cost
}

/** Covering what is wanted counts more than leaving out what is not: another condition can still do that. */
function byPromise(a: Candidate, b: Candidate): number {
  return promiseOf(b) - promiseOf(a) || a.cost - b.cost
}

function promiseOf({ covered, left }: Candidate): number {
  return covered.size / (covered.size + left.size)
}

/** Lists that differ in the words at one path become one. */
function merged(lists: readonly Conditions[]): readonly Conditions[] {
  const result: Conditions[] = []
  for (const list of lists) {
    const twin = result.findIndex((other) => union(other, list) !== undefined)
    if (twin < 0) result.push(list)
    else result[twin] = union(result[twin] as Conditions, list) as Conditions
  }
  return result
}

function union(a: Conditions, b: Conditions): Conditions | undefined {
  if (a.length !== b.length) return undefined
  const differing = a.filter((one, i) => textOf(one) !== textOf(b[i] as Condition))
  const [first] = differing
  const second = first === undefined ? undefined : b[a.indexOf(first)]
  if (differing.length !== 1 || first?.oneOf === undefined || second?.oneOf === undefined) return undefined
  if (first.path !== second.path || first.of !== second.of) return undefined
  const oneOf = [...first.oneOf, ...second.oneOf].sort((x, y) => (canonicalJson(x) < canonicalJson(y) ? -1 : 1))
  return a.map((one) => (one === first ? { ...one, oneOf } : one))
}

function textOf(condition: Condition): string {
  return canonicalJson({ ...condition })
}
