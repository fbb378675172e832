import { type Json, stringAt } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { Held } from '../guard.ts'
import type { ScalingBounds, Target } from '../guard-facts.ts'
import type { GuardInput } from './guard-context.ts'

/** Whether the live number is one that an autoscaler of this object may set; without an autoscaler it is not. */
export function withinBounds(bounds: readonly ScalingBounds[] | undefined, input: GuardInput): Held {
  if (bounds === undefined) return 'unknown'
  const count = input.difference.live
  if (!isCount(count)) return 'no'
  const mine = bounds.filter((one) => pointsAt(one.target, input.ref))
  return mine.some((one) => allows(one, Number(count))) ? 'yes' : 'no'
}

function allows(bounds: ScalingBounds, count: number): boolean {
  if (bounds.pausedAt !== undefined) return count === bounds.pausedAt
  return bounds.min <= count && count <= bounds.max
}

/** Whether the live number lies within two numbers that the object's annotations hold; both must be there. */
export function withinAnnotations(min: string, max: string, input: GuardInput): Held {
  const count = input.difference.live
  const low = countIn(stringAt(input.live, 'metadata', 'annotations', min))
  const high = countIn(stringAt(input.live, 'metadata', 'annotations', max))
  if (!isCount(count) || low === undefined || high === undefined) return 'no'
  return low <= count && count <= high ? 'yes' : 'no'
}

/** True where a reference names this object. References without a group match any: some leave it out. */
export function pointsAt(target: Target, ref: ObjectRef): boolean {
  return (
    target.kind === ref.kind &&
    target.name === ref.name &&
    target.namespace === ref.namespace &&
    (target.group === undefined || target.group === ref.group)
  )
}

function isCount(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

function countIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined
}
