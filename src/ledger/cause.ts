import { createHash } from 'node:crypto'
import type { ObservedDifference } from '../model/observation.ts'
import type { Cause } from '../model/overwritten-fix.ts'

/**
 * What a difference has in common with others over objects and clusters: kind, path with its list keys, kind of drift,
 * where the value was moved to, and what kind of writer moved it. A pending change was moved in Git, so there the target
 * is Git's value. Marks of sensitive values are bound to their object, so those are never taken for the same.
 */
export function causeOf({ drift, standing, valueMark, desiredMark }: ObservedDifference): Cause {
  const { object, path, kind: driftKind, actorClass, sensitive } = drift
  const isPending = standing === 'pending'
  const target = (isPending ? desiredMark : valueMark) ?? ''
  const parts = [
    'driftage/cause/v1',
    object.group,
    object.kind,
    path,
    driftKind,
    actorClass,
    isPending ? 'git' : 'live',
  ]
  const canonical = JSON.stringify([...parts, target])
  const value = isPending ? drift.desired : drift.live
  return {
    id: createHash('sha256').update(canonical, 'utf8').digest('hex').slice(0, 32),
    kind: object.kind,
    group: object.group,
    path,
    driftKind,
    actorClass,
    ...(sensitive || value === undefined ? {} : { live: value }),
  }
}
