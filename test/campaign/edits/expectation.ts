import { startsWith } from '../../../src/model/field-path.ts'
import { at, isList, type JsonObject, stringAt } from '../../../src/model/json.ts'
import { comparedPart } from './compared-part.ts'
import type { Change } from './change.ts'
import { type Delta, type DeltaEntry, type DeltaKind, deltaOf, type Empties, newIn } from './delta.ts'
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
  /** True where the report must say that it cannot tell without a dry-run. */
  readonly undecided?: boolean
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
  const delta = (object: JsonObject, empties: Empties): Delta =>
    deltaOf(target.schema, desired, comparedPart(object), empties)
  const arrivedBy = (live: JsonObject, empties: Empties): readonly DeltaEntry[] =>
    newIn(delta(live, empties), delta(target.pristine, empties))
  const intended = new Set(arrivedBy(wanted, 'equal none').map(nameOf))
  const atPlace = arrivedBy(result, 'equal none').filter(
    (entry) => startsWith(entry.path, path) || startsWith(path, entry.path),
  )
  const required = atPlace.filter((entry) => intended.has(nameOf(entry)))
  if (required.length === 0) return undefined
  const drawn = writer.wipesOwners === true ? [...delta(result, 'differ').values()] : arrivedBy(result, 'differ')
  const managerOf = (entry: DeltaEntry): string | undefined =>
    isBooked(result, writer, entry) ? writer.manager : undefined
  return {
    required: required.map((entry) => expected(entry, managerOf(entry), writer.byAdmission?.(target, entry.written))),
    allowed: new Set(drawn.map(nameOf)),
  }
}

function nameOf({ kind, written }: DeltaEntry): string {
  return `${kind} ${written}`
}

/**
 * The server keeps no record for an object of which its applier owns nothing, such as a bare ServiceAccount; and what was
 * emptied it books only for fields that can be absent.
 */
function isBooked(result: JsonObject, { manager }: Writer, { path, emptied }: DeltaEntry): boolean {
  const entries = at(result, 'metadata', 'managedFields')
  if (!isList(entries)) return false
  const own = entries.filter((entry) => stringAt(entry, 'manager') === manager)
  const keys = path.map((step) => (step.kind === 'field' ? `f:${step.name}` : ''))
  if (!emptied || keys.includes('')) return own.length > 0
  return own.some((entry) => at(entry, 'fieldsV1', ...keys) !== undefined)
}

/** What is gone has no owner, and neither has an order. */
function expected(
  { kind, written }: DeltaEntry,
  manager: string | undefined,
  admission: 'nobody' | 'undecided' | undefined,
): ExpectedFinding {
  const found = { path: written, kind }
  if (admission !== undefined) return { ...found, manager: undefined, undecided: admission === 'undecided' }
  return { ...found, manager: kind === 'removed' || kind === 'reordered' ? undefined : manager }
}
