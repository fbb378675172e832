import type { ActorClass } from '../../../src/model/field-owner.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { comparedPart } from './compared-part.ts'
import { type Delta, type DeltaEntry, type DeltaKind, deltaOf, type Empties, newIn } from './delta.ts'
import { hasOwners, ownersAt } from './raw-owners.ts'
import { DEPLOYER, type Target } from './target.ts'
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
  readonly actorClasses: readonly ActorClass[]
  /** True where the report must say that it cannot tell without a dry-run. */
  readonly undecided?: boolean
}

/**
 * Computed from the edit and the server's answer alone: what of the wanted change arrived, at the grain of the report.
 * Undefined where nothing of it did, so that the edit does not count.
 */
export function expectationOf(
  target: Target,
  writer: Writer,
  wanted: JsonObject,
  result: JsonObject,
): Expectation | undefined {
  const desired = comparedPart(target.desired)
  const delta = (object: JsonObject, empties: Empties): Delta =>
    deltaOf(target.schema, desired, comparedPart(object), empties)
  const arrivedBy = (live: JsonObject, empties: Empties): readonly DeltaEntry[] =>
    newIn(delta(live, empties), delta(target.pristine, empties))
  // By path and not by kind: where something is taken away, a default of the server may come in its place.
  const sent = arrivedBy(wanted, 'equal none')
  const intended = new Set(sent.map(({ written }) => written))
  const required = arrivedBy(result, 'equal none').filter(({ written }) => intended.has(written))
  if (required.length === 0) return undefined
  const drawn = arrivedBy(result, 'differ')
  const unexplained = writer.wipesOwners === true ? lostOwner(target, delta(result, 'differ')) : []
  const written = new Set(sent.map(nameOf))
  return {
    required: required.map((entry) => expected(target, entry, writer, result, written.has(nameOf(entry)))),
    allowed: new Set([...drawn, ...unexplained].map(nameOf)),
  }
}

function nameOf({ kind, written }: DeltaEntry): string {
  return `${kind} ${written}`
}

/**
 * What differed before the edit already, and was expected of the owner whose record is gone now. What Git does not differ
 * in, and what nobody or only the deployer owned before, was never explained by an owner.
 */
function lostOwner(target: Target, now: Delta): readonly DeltaEntry[] {
  const before = deltaOf(target.schema, comparedPart(target.desired), comparedPart(target.pristine), 'differ')
  return [...now.values()].filter(
    ({ id, path }) => before.has(id) && [...ownersAt(target.pristine, path)].some((owner) => owner !== DEPLOYER),
  )
}

/** What is gone has no owner, and neither has an order. `isSent`: the value is the writer's own, no default of the server. */
function expected(
  target: Target,
  entry: DeltaEntry,
  writer: Writer,
  result: JsonObject,
  isSent: boolean,
): ExpectedFinding {
  const found = { path: entry.written, kind: entry.kind }
  const nobody = { ...found, manager: undefined, actorClasses: ['unknown'] } as const
  if (writer.byAdmission?.(entry) === true) return byAdmission(target, entry, result, nobody)
  if (entry.kind === 'removed' || entry.kind === 'reordered' || writer.manager === undefined) return nobody
  return isBooked(result, writer.manager, entry, isSent && writer.takesOver !== true)
    ? { ...found, manager: writer.manager, actorClasses: writer.actorClasses }
    : nobody
}

/**
 * The server keeps no record at all for an object of which its applier owns nothing, such as a bare ServiceAccount; and
 * what was emptied, filled in anew or scaled it books only for some fields. `isPlain`: none of these.
 */
function isBooked(result: JsonObject, manager: string, { path, emptied }: DeltaEntry, isPlain: boolean): boolean {
  return emptied || !isPlain ? ownersAt(result, path).has(manager) : hasOwners(result)
}

/**
 * What admission does is booked to nobody, so the record still names whoever owned the place before, who is then the only
 * one that can be named. Where that is the deployer or nobody, and a creation may not be tried out, nothing can be told
 * of an order something can, since the record says nothing about it either way.
 */
function byAdmission(
  { kind }: Target,
  entry: DeltaEntry,
  result: JsonObject,
  nobody: ExpectedFinding,
): ExpectedFinding {
  const owners = ownersAt(result, entry.path)
  const others = [...owners].filter((owner) => owner !== DEPLOYER)
  const hasTrace = entry.kind === 'added' || entry.kind === 'modified'
  if (hasTrace && others[0] !== undefined) return { ...nobody, manager: others[0], actorClasses: ['controller'] }
  const mayBeAdmission = entry.kind === 'added' || (entry.kind !== 'reordered' && owners.has(DEPLOYER))
  return NEVER_TRIED.has(`${kind.group}/${kind.kind}`) && mayBeAdmission ? { ...nobody, undecided: true } : nobody
}

/** Kinds of which no creation is tried out: contents are secret, or the server guards it specially (design, step 5). */
const NEVER_TRIED = new Set([
  '/Secret',
  'rbac.authorization.k8s.io/Role',
  'rbac.authorization.k8s.io/RoleBinding',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
])
