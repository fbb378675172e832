import { startsWith } from '../../../src/model/field-path.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { comparedPart } from './compared-part.ts'
import type { Change } from './change.ts'
import { type DeltaEntry, type DeltaKind, deltaOf, newIn } from './delta.ts'
import type { Target } from './target.ts'
import type { Writer } from './writer.ts'

/** What a scan must say after one edit. */
export interface Expectation {
  readonly required: readonly ExpectedFinding[]
  /** What may be said beside it: consequences of the edit that the server drew. */
  readonly allowed: ReadonlySet<string>
}

export interface ExpectedFinding {
  readonly path: string
  readonly kind: DeltaKind | 'missing'
  readonly manager: string | undefined
}

/**
 * Computed from the edit and the server's answer alone: what of the wanted change arrived, at the grain of the report.
 * Undefined where nothing of it did, so that the edit does not count.
 */
export function expectationOf(
  target: Target,
  { path }: Change,
  writer: Writer,
  wanted: JsonObject,
  result: JsonObject,
): Expectation | undefined {
  const desired = comparedPart(target.desired)
  const delta = (live: JsonObject): ReturnType<typeof deltaOf> => deltaOf(target.schema, desired, comparedPart(live))
  const before = delta(target.pristine)
  const arrived = newIn(delta(result), before)
  const intended = new Set(newIn(delta(wanted), before).map((entry) => `${entry.kind} ${entry.written}`))
  const atPlace = arrived.filter((entry) => startsWith(entry.path, path) || startsWith(path, entry.path))
  const required = atPlace.filter((entry) => intended.has(`${entry.kind} ${entry.written}`))
  if (required.length === 0) return undefined
  return { required: required.map((entry) => expected(entry, writer)), allowed: new Set(arrived.map(nameOf)) }
}

function nameOf({ kind, written }: DeltaEntry): string {
  return `${kind} ${written}`
}

/** What is gone has no owner, and neither has an order. */
function expected({ kind, written }: DeltaEntry, { manager }: Writer): ExpectedFinding {
  return { path: written, kind, manager: kind === 'removed' || kind === 'reordered' ? undefined : manager }
}
