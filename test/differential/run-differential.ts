import { NO_FACTS } from '../../src/diff/schema/type-facts.ts'
import { SchemaCompiler } from '../../src/diff/schema/compile.ts'
import { fieldSetOf } from '../../src/diff/field-set-of.ts'
import { typedCompare } from '../../src/diff/typed-compare.ts'
import { canonicalJson, type Json } from '../../src/model/json.ts'
import { UNTYPED, type TypeSchema } from '../../src/model/type-schema.ts'
import type { Answer, Oracle, TypeRequest } from '../oracle/oracle-answers.ts'
import { startOracle } from '../oracle/oracle-process.ts'
import { checkAlgebra, type AlgebraDisagreement } from './field-set-algebra.ts'
import { plainText } from './plain-steps.ts'
import { Random } from './random.ts'
import { randomMutation } from './random-mutation.ts'
import { randomObject } from './random-object.ts'
import { randomSchema, type RandomSchema } from './random-schema.ts'

/** One question to which the two implementations gave different answers. */
export interface Disagreement {
  readonly question: 'compare' | 'fieldset'
  readonly schema: RandomSchema
  readonly lhs: Json
  readonly rhs: Json
  readonly ours: string
  readonly theirs: string
}

export interface DifferentialRun {
  readonly pairs: number
  /** Pairs on which the library gave an answer; it refuses objects that break their schema. */
  readonly compared: number
  /** Compared pairs in which something differed: a run of equal pairs would prove nothing. */
  readonly different: number
  readonly seconds: number
  readonly disagreements: readonly (Disagreement | AlgebraDisagreement)[]
}

const PAIRS_PER_SCHEMA = 20
const SCHEMAS_IN_FLIGHT = 16

/** Compares our walk with structured-merge-diff on random schemas and pairs of objects; the same seed, the same run. */
export async function runDifferential(pairs: number, seed: number): Promise<DifferentialRun> {
  const oracle = await startOracle()
  const started = performance.now()
  const tally: Tally = { compared: 0, different: 0, disagreements: [] }
  try {
    const schemas = Math.ceil(pairs / PAIRS_PER_SCHEMA)
    for (let first = 0; first < schemas; first += SCHEMAS_IN_FLIGHT) {
      const numbers = Array.from({ length: Math.min(SCHEMAS_IN_FLIGHT, schemas - first) }, (_, i) => first + i)
      await Promise.all(
        numbers.map((number) =>
          runSchema(oracle, new Random(seed + number * 7919), `s${number % SCHEMAS_IN_FLIGHT}`, tally),
        ),
      )
    }
  } finally {
    await oracle.close()
  }
  return { pairs, seconds: (performance.now() - started) / 1000, ...tally }
}

interface Tally {
  compared: number
  different: number
  readonly disagreements: (Disagreement | AlgebraDisagreement)[]
}

async function runSchema(oracle: Oracle, random: Random, schemaId: string, tally: Tally): Promise<void> {
  const schema = randomSchema(random)
  const sent = await oracle.schema(schemaId, schema.components)
  if (sent.refused !== undefined) throw new Error(`The oracle refused a random schema: ${sent.refused}`)
  const request: TypeRequest = { schemaId, type: schema.root }
  const checks: Promise<void>[] = []
  for (let i = 0; i < PAIRS_PER_SCHEMA; i++) {
    const lhs = randomObject(random, schema)
    const rhs = random.chance(0.9) ? randomMutation(random, schema, lhs) : randomObject(random, schema)
    checks.push(checkCompare(oracle, request, schema, lhs, rhs, tally))
    checks.push(checkFieldSets(oracle, request, schema, lhs, rhs, tally))
  }
  await Promise.all(checks)
}

async function checkCompare(
  oracle: Oracle,
  request: TypeRequest,
  schema: RandomSchema,
  lhs: Json,
  rhs: Json,
  tally: Tally,
): Promise<void> {
  const theirs = textOf(await oracle.compare(request, lhs, rhs))
  if (theirs === undefined) return
  tally.compared++
  if (theirs !== NO_DIFFERENCE) tally.different++
  const ours = ourComparison(schema, lhs, rhs)
  if (ours !== theirs) tally.disagreements.push({ question: 'compare', schema, lhs, rhs, ours, theirs })
}

async function checkFieldSets(
  oracle: Oracle,
  request: TypeRequest,
  schema: RandomSchema,
  lhs: Json,
  rhs: Json,
  tally: Tally,
): Promise<void> {
  const [left, right] = await Promise.all([oracle.fieldSet(request, lhs), oracle.fieldSet(request, rhs)])
  if (left.refused !== undefined || right.refused !== undefined) return
  const theirs = plainText(right.result)
  const ours = ourFieldSet(schema, rhs)
  if (ours !== theirs) tally.disagreements.push({ question: 'fieldset', schema, lhs: null, rhs, ours, theirs })
  tally.disagreements.push(...(await checkAlgebra(oracle, left.result, right.result)))
}

const NO_DIFFERENCE = canonicalJson({ added: {}, removed: {}, modified: {} })

export function ourComparison(schema: RandomSchema, lhs: Json, rhs: Json): string {
  const { added, removed, modified } = typedCompare(typeOf(schema), lhs, rhs)
  return canonicalJson({ added: added.toFieldsV1(), removed: removed.toFieldsV1(), modified: modified.toFieldsV1() })
}

export function ourFieldSet(schema: RandomSchema, object: Json): string {
  return canonicalJson(fieldSetOf(typeOf(schema), object).toFieldsV1())
}

function typeOf(schema: RandomSchema): TypeSchema {
  if (schema.root === '') return UNTYPED
  return new SchemaCompiler(schema.components, NO_FACTS).named(schema.root)
}

/** Undefined where the library refused, for instance because the object breaks its schema. */
function textOf(answer: Answer<unknown>): string | undefined {
  return answer.refused === undefined ? plainText(answer.result as Json) : undefined
}
