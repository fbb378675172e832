import { hash } from 'node:crypto'
import { isObject, type JsonObject } from '../model/json.ts'
import { stringifyLossless } from '../model/lossless-json.ts'
import { writtenFields } from '../model/written-fields.ts'

/** Whether a version may be judged differently from the one before, and what stands for it from now on. */
export interface Relevance {
  readonly relevant: boolean
  /** 22 characters: 132 bits of a SHA-256. It stands for values, secret ones too: keep it in memory and nowhere else. */
  readonly digest: string
}

/** Enough bits that two states of one object are never taken for each other. */
const DIGEST_LENGTH = 22

/**
 * Status moves all the time and is never compared: a version in which nothing else moved needs no second look. Everything
 * else counts: some kinds have no generation, and others do not count it up for every field (`description` of a
 * PriorityClass), so that an unchanged generation proves nothing.
 *
 * @param previous digest of the version before; undefined for the first
 * @param context stands for all else that the judgement rests on: schema, server version, desired state, rules, oracle.
 * Where it is another than before, every version is relevant.
 */
export function relevanceOf(previous: string | undefined, object: JsonObject, context: string): Relevance {
  const digest = hash('sha256', `${context}\n${relevantText(object)}`, 'base64').slice(0, DIGEST_LENGTH)
  return { relevant: digest !== previous, digest }
}

/** The server writes the keys of a kind in one order, so that equal states give equal texts. */
function relevantText(object: JsonObject): string {
  const { status: _, metadata, ...rest } = object
  if (!isObject(metadata)) return stringifyLossless([rest, metadata ?? null])
  const { resourceVersion: __, managedFields, ...kept } = metadata
  return stringifyLossless([rest, kept, writtenFields(managedFields)])
}
