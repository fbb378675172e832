import { readFileSync } from 'node:fs'
import { attribute } from '../../src/diff/attribute.ts'
import type { DefaultsTable } from '../../src/diff/defaults-table.ts'
import { ownershipOf } from '../../src/diff/ownership.ts'
import type { PairInput } from '../../src/diff/pair.ts'
import { sortDifferences } from '../../src/loop/sort-differences.ts'
import { isObject, stringAt, type JsonObject } from '../../src/model/json.ts'
import { parseApiVersion } from '../../src/model/kind-info.ts'
import { parseLossless } from '../../src/model/lossless-json.ts'
import { UNTYPED, type TypeSchema } from '../../src/model/type-schema.ts'
import { MUTATOR_RULES } from '../../src/policy/mutators/catalogue.ts'
import { activeRules, indexRules, type RuleIndex } from '../../src/policy/rule-index.ts'

/** One desired manifest and one live object, parsed. */
export interface Pair {
  readonly desired: JsonObject
  readonly live: JsonObject
}

/** Reads pairs from JSON lines. */
export function readPairs(file: string): readonly Pair[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const pair = parseLossless(line)
      if (!isObject(pair) || !isObject(pair['desired']) || !isObject(pair['live'])) throw new Error('not a pair')
      return { desired: pair['desired'], live: pair['live'] }
    })
}

/** Types by kind, compiled before the clock starts. */
export type TypeLookup = (group: string, version: string, kind: string) => TypeSchema | undefined

export interface DiffSpeed {
  readonly pairs: number
  readonly rounds: number
  readonly seconds: number
  readonly pairsPerSecond: number
  /** Indexes of pairs with a difference that nothing explains. */
  readonly different: readonly number[]
}

/** Compares every pair `rounds` times, from parsed objects to attributed differences, managedFields and rules included. */
export function measureDiff(
  pairs: readonly Pair[],
  rounds: number,
  defaults: DefaultsTable,
  typeOf: TypeLookup,
): DiffSpeed {
  const rules = indexRules(activeRules(MUTATOR_RULES))
  const different = new Set<number>()
  // One round to warm up, as the other side's runtime is compiled ahead of time.
  pairs.forEach((pair) => compareOnce(pair, rules, defaults, typeOf))
  const start = process.hrtime.bigint()
  for (let round = 0; round < rounds; round++) {
    pairs.forEach((pair, index) => {
      if (compareOnce(pair, rules, defaults, typeOf) > 0) different.add(index)
    })
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  return {
    pairs: pairs.length,
    rounds,
    seconds,
    pairsPerSecond: (pairs.length * rounds) / seconds,
    different: [...different],
  }
}

function compareOnce({ desired, live }: Pair, rules: RuleIndex, defaults: DefaultsTable, typeOf: TypeLookup): number {
  const { group, version } = parseApiVersion(stringAt(desired, 'apiVersion') ?? '')
  const kind = stringAt(desired, 'kind') ?? ''
  const deployer = { manager: 'argocd-controller' }
  const input: PairInput = {
    group,
    kind,
    type: typeOf(group, version, kind) ?? UNTYPED,
    defaults,
    desired,
    live,
    ownership: ownershipOf(live),
    deployer,
    lastApplied: undefined,
    oracle: { state: 'not-asked' },
    admission: 'none',
  }
  const ref = {
    cluster: 'bench',
    group,
    kind,
    namespace: stringAt(live, 'metadata', 'namespace') ?? '',
    name: stringAt(live, 'metadata', 'name') ?? '',
  }
  const { open } = sortDifferences(input, { ref, rules, facts: {}, unrenderable: [] })
  for (const difference of open) attribute(difference, deployer, null, '2026-01-01T00:00:00Z')
  return open.length
}
