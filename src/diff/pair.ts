import type { Difference, DriftKind, Signals } from '../model/difference.ts'
import type { FieldPath } from '../model/field-path.ts'
import { valueAt } from '../model/value-at.ts'
import { isList, sameJson, type Json, type JsonObject } from '../model/json.ts'
import type { TypeSchema } from '../model/type-schema.ts'
import { isChoosable } from './allocated.ts'
import { compare, type Change } from './compare.ts'
import { pathOf, type Frame } from './cursor.ts'
import type { DefaultsTable } from './defaults-table.ts'
import { isDeployer, type Deployer } from '../model/deployer.ts'
import { sameLeaf } from './equal.ts'
import { elementOf } from './list-element.ts'
import { comparable, comparableDesired } from './normalize.ts'
import { ownersAt, type OwnershipEntry } from './ownership.ts'
import { fateOfDesired, serverMade, type ServerKnowledge } from './server-made.ts'

/** Everything the comparison of one object may look at. Pure data: no I/O is left to do. */
export interface PairInput {
  readonly group: string
  readonly kind: string
  readonly type: TypeSchema
  readonly defaults: DefaultsTable
  readonly desired: JsonObject
  readonly live: JsonObject
  readonly ownership: readonly OwnershipEntry[]
  readonly deployer: Deployer | undefined
  readonly lastApplied: JsonObject | undefined
  readonly oracle: OracleAnswer
  readonly admission: Signals['admission']
}

/** What a dry-run create of the desired manifest answered. */
export type OracleAnswer =
  | { readonly state: 'answered'; readonly object: JsonObject }
  | { readonly state: 'refused' }
  | { readonly state: 'not-asked' }

export interface PairResult {
  readonly differences: readonly Difference[]
  /** Leaves that the server filled in: defaults, and values it allocated. Counted, not listed. */
  readonly serverMade: readonly ServerMadeLeaf[]
}

export interface ServerMadeLeaf {
  readonly path: FieldPath
  readonly live: Json
  readonly by: 'default' | 'allocated'
}

/** Compares one desired manifest with one live object. */
export function diffPair(input: PairInput): PairResult {
  const knowledge: ServerKnowledge = { defaults: input.defaults, group: input.group, kind: input.kind }
  const differences: Difference[] = []
  const made: ServerMadeLeaf[] = []
  const desired = comparableDesired(input.group, input.kind, input.desired)
  compare(input.type, desired, comparable(input.live), {
    elements: 'whole',
    equal: (_field, left, right, cursor) => sameJson(left, right) || sameLeaf(cursor.frames(), knowledge),
    report: (change, cursor, leaf) => {
      if (!leaf && change !== 'reordered') return
      const frames = cursor.frames()
      const silent = change === 'added' || isNullInGit(frames)
      const kind = silent ? addedKind(frames, knowledge, input.ownership, made) : kindOf(change, frames)
      if (kind !== undefined) differences.push(differenceAt(input, frames, kind))
    },
  })
  return { differences, serverMade: made }
}

/** Null says nothing, except where it is a value of its own: in fields of custom resources that are nullable. */
function isNullInGit(frames: readonly Frame[]): boolean {
  const { left, right, type } = frames[frames.length - 1] as Frame
  return left === null && right !== undefined && !type.nullable
}

/** The server writes null for some lists that hold nothing, such as the sources of a projected volume. */
function isNullLive(frames: readonly Frame[]): boolean {
  const { left, right, type } = frames[frames.length - 1] as Frame
  return right === null && left !== undefined && !type.nullable
}

function addedKind(
  frames: readonly Frame[],
  knowledge: ServerKnowledge,
  ownership: readonly OwnershipEntry[],
  made: ServerMadeLeaf[],
): DriftKind | undefined {
  const why = serverMade(frames, knowledge)
  if (why === undefined) return 'added'
  if (why === 'allocated' && isChoosable(frames, knowledge) && ownersAt(ownership, pathOf(frames)).length > 0)
    return 'added'
  const live = (frames[frames.length - 1] as Frame).right as Json
  if (why !== 'nothing') made.push({ path: pathOf(frames), live, by: why === 'allocated' ? 'allocated' : 'default' })
  return undefined
}

function kindOf(change: Exclude<Change, 'added'>, frames: readonly Frame[]): DriftKind | undefined {
  if (change !== 'removed' && !isNullLive(frames)) return change
  const fate = fateOfDesired(frames)
  return fate === 'equal' ? undefined : fate
}

function differenceAt(input: PairInput, frames: readonly Frame[], kind: DriftKind): Difference {
  const top = frames[frames.length - 1] as Frame
  const path = pathOf(frames)
  const values = kind === 'reordered' ? orders(top) : valuesOf(top)
  return { path, kind, ...values, atomic: isAtomic(top), signals: signalsAt(input, path, values) }
}

type Values = Pick<Difference, 'desired' | 'live'>

function valuesOf(frame: Frame): Values {
  return {
    ...(frame.left === undefined ? {} : { desired: frame.left }),
    ...(frame.right === undefined ? {} : { live: frame.right }),
  }
}

/** A reordering is told by the keys of the elements, in the order of each side. */
function orders(frame: Frame): Values {
  return { desired: keysOf(frame, frame.left), live: keysOf(frame, frame.right) }
}

function keysOf(frame: Frame, value: Json | undefined): Json {
  const { type } = frame.type
  if (type.kind !== 'list' || !isList(value)) return []
  return value.map((item) => {
    const element = elementOf(type, item)
    if (element?.kind === 'value') return element.value
    if (element?.kind !== 'key') return null
    const [first, ...rest] = element.keys
    return rest.length === 0 && first !== undefined ? first.value : element.keys.map((part) => part.value)
  })
}

function isAtomic(frame: Frame): boolean {
  const { type } = frame.type
  return (type.kind === 'list' && type.listType === 'atomic') || (type.kind === 'object' && type.atomic)
}

function signalsAt(input: PairInput, path: FieldPath, values: Values): Signals {
  const owners = ownersAt(input.ownership, path).map((entry) => entry.owner)
  const { deployer } = input
  return {
    owners,
    deployerOwns: deployer === undefined ? undefined : owners.some((owner) => isDeployer(deployer, owner)),
    lastApplied: lastAppliedSignal(input.lastApplied, path, values.live),
    oracle: oracleSignal(input, path, values),
    admission: input.admission,
  }
}

function lastAppliedSignal(
  manifest: JsonObject | undefined,
  path: FieldPath,
  live: Json | undefined,
): Signals['lastApplied'] {
  if (manifest === undefined) return 'none'
  const value = valueAt(manifest, path)
  if (value === undefined) return 'absent'
  return sameJson(value, live) ? 'same' : 'different'
}

function oracleSignal(input: PairInput, path: FieldPath, values: Values): Signals['oracle'] {
  if (input.oracle.state !== 'answered') return input.oracle.state
  const value = valueAt(comparable(input.oracle.object), path)
  if (sameJson(value, values.live)) return 'equals-live'
  return sameJson(value, values.desired) ? 'equals-desired' : 'differs'
}
