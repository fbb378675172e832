import { FieldSet } from '../../src/model/field-set.ts'
import { canonicalJson, type JsonObject } from '../../src/model/json.ts'
import type { FieldSetOperation, Oracle } from '../oracle/oracle-answers.ts'
import { plainText } from './plain-steps.ts'

/** One operation on which our field sets and structured-merge-diff's gave different results. */
export interface AlgebraDisagreement {
  readonly op: FieldSetOperation
  readonly a: JsonObject
  readonly b: JsonObject
  readonly ours: string
  readonly theirs: string
}

const OPERATIONS: Readonly<Partial<Record<FieldSetOperation, (a: FieldSet, b: FieldSet) => FieldSet>>> = {
  union: (a, b) => a.union(b),
  intersection: (a, b) => a.intersection(b),
  difference: (a, b) => a.difference(b),
  leaves: (a) => a.leaves(),
}

/** The library reads numbers in steps as floats, so that those beyond 2^53 are other numbers afterwards; ours are exact. */
const LARGE_NUMBER = /\d{16}/

/** Puts two sets, in the library's own fieldsV1, through every operation that both sides have. */
export async function checkAlgebra(oracle: Oracle, a: JsonObject, b: JsonObject): Promise<AlgebraDisagreement[]> {
  if (LARGE_NUMBER.test(canonicalJson([a, b]))) return []
  const checks = Object.entries(OPERATIONS).map(async ([name, operation]) => {
    const op = name as FieldSetOperation
    const answer = await oracle.fieldSets(op, a, b)
    if (answer.refused !== undefined) throw new Error(`The oracle refused its own field set: ${answer.refused}`)
    const theirs = plainText(answer.result)
    const ours = canonicalJson(operation(FieldSet.fromFieldsV1(a), FieldSet.fromFieldsV1(b)).toFieldsV1())
    return ours === theirs ? [] : [{ op, a, b, ours, theirs }]
  })
  return (await Promise.all(checks)).flat()
}
