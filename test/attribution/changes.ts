import { attribute } from '../../src/diff/attribute.ts'
import { type OwnershipEntry, ownershipOf } from '../../src/diff/ownership.ts'
import { ownershipChange } from '../../src/diff/ownership-delta.ts'
import { originOfAbsence, type SeenChange } from '../../src/ledger/attribution/seen-change.ts'
import type { Difference, DriftKind } from '../../src/model/difference.ts'
import type { FieldPath } from '../../src/model/field-path.ts'
import { parsePath } from '../../src/model/field-path-parse.ts'
import { MINUTE, printInstant } from '../../src/model/instant.ts'
import { at, type JsonObject, sameJson } from '../../src/model/json.ts'
import { valueOf } from './bench.ts'
import { DEPLOYER, type Target } from './targets.ts'
import type { Truth, TruthBook } from './truth.ts'
import type { SeenVersion } from './watcher.ts'

/** A change that the watch showed, with who really made it. */
export interface Change {
  readonly seen: SeenChange
  /** Undefined for what nobody of the campaign did. */
  readonly truth: Truth | undefined
  readonly what: 'set' | 'removed' | 'deleted' | 'created'
  /**
   * Who wrote in vain under the manager and in the second of the version's own entry; known when the campaign is over. While
   * the event of the writer is lost, nothing tells them apart where requests name no versions.
   */
  readonly wroteInVain: () => readonly string[]
}

/** As the service has it, which does not know how far the API server's clock is off. */
const SKEW_MS = MINUTE
const deployer = { manager: DEPLOYER }

/** What one version changed at the places of its object, or that the object came or went. */
export function changesOf(version: SeenVersion, target: Target, truth: TruthBook): readonly Change[] {
  const { origin, object, before, kind } = version
  const common = { kind, deployer, skewMs: SKEW_MS }
  const owners = ownershipChange(at(before, 'metadata', 'managedFields'), at(object, 'metadata', 'managedFields'))
  const { writers } = owners
  const wroteInVain = (): readonly string[] => writers.flatMap((owner) => truth.whoWroteInVain(target.name, owner))
  if (object === undefined) {
    const absence = originOfAbsence(origin.ref, origin.id, origin.seenAt, 'watch')
    const seen: SeenChange = { ...common, origin: absence, path: '', driftKind: 'missing' }
    return [{ what: 'deleted', truth: truth.whoRemoved(target.name, ''), seen, wroteInVain }]
  }
  if (before === undefined) {
    const seen: SeenChange = { ...common, origin, path: '', driftKind: 'added', writers }
    return [{ what: 'created', truth: truth.whoRemoved(target.name, 'created'), seen, wroteInVain }]
  }
  return target.places.flatMap((place) => {
    const path = parsePath(place.path) ?? []
    const [value, old] = [valueOf(object, place.path), valueOf(before, place.path)]
    if (sameJson(value, old)) return []
    const driftKind: DriftKind = value === undefined ? 'removed' : old === undefined ? 'added' : 'modified'
    const who =
      value === undefined ? truth.whoRemoved(target.name, place.path) : truth.whoSet(target.name, place.path, value)
    const seen: SeenChange = {
      ...common,
      origin,
      path: place.path,
      driftKind,
      writers,
      delta: owners.at(path),
      oneLook: oneLook(ownershipOf(object), path, driftKind, object, origin.seenAt),
    }
    return [{ what: value === undefined ? 'removed' : 'set', truth: who, seen, wroteInVain } as const]
  })
}

/** What a scan would say of the same difference. */
function oneLook(
  now: readonly OwnershipEntry[],
  path: FieldPath,
  kind: DriftKind,
  object: JsonObject,
  seenAt: number,
): NonNullable<SeenChange['oneLook']> {
  const owners = now.filter((entry) => entry.touches(path)).map(({ owner }) => owner)
  const difference: Difference = {
    path,
    kind,
    atomic: false,
    signals: { owners, deployerOwns: undefined, lastApplied: 'none', oracle: 'not-asked', admission: 'none' },
  }
  const created = valueOf(object, '.metadata.creationTimestamp')
  return attribute(difference, deployer, typeof created === 'string' ? created : null, printInstant(seenAt)).attribution
}
