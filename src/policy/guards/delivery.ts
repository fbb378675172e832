import type { FieldPath } from '../../model/field-path.ts'
import { at, isList, type Json } from '../../model/json.ts'
import { valueAt } from '../../model/value-at.ts'
import type { Held } from '../guard.ts'
import type { GuardInput } from './guard-context.ts'
import { pointsAt } from './scaling.ts'

export function scaledDownByRollout({ facts, ref, difference }: GuardInput): Held {
  if (facts.rollouts === undefined) return 'unknown'
  if (typeof difference.live !== 'number') return 'no'
  return facts.rollouts.some((one) => one.scalesDown !== undefined && pointsAt(one.scalesDown, ref)) ? 'yes' : 'no'
}

export function referencedByRollout({ facts, ref }: GuardInput): Held {
  if (facts.rollouts === undefined) return 'unknown'
  return facts.rollouts.some((one) => one.references.some((target) => pointsAt(target, ref))) ? 'yes' : 'no'
}

export function scaledDownByCanary({ facts, ref, difference }: GuardInput): Held {
  if (facts.canaries === undefined) return 'unknown'
  if (difference.live !== 0) return 'no'
  return facts.canaries.some((one) => pointsAt(one.target, ref)) ? 'yes' : 'no'
}

export function routedByCanary({ facts, ref }: GuardInput): Held {
  if (facts.canaries === undefined) return 'unknown'
  const mine = facts.canaries.some((one) => one.namespace === ref.namespace && one.routeName === ref.name)
  return mine ? 'yes' : 'no'
}

/** Adds up the weights of the live list whose element holds the path: traffic that adds up is a split, not an outage. */
export function weightsSumTo(total: number, { live, difference }: GuardInput): Held {
  const listPath: FieldPath = difference.path.slice(0, -2)
  const list = valueAt(live, listPath)
  if (!isList(list) || list.length === 0) return 'no'
  const sum = list.reduce<number>((all, item) => all + weightOf(item), 0)
  return sum === total ? 'yes' : 'no'
}

function weightOf(item: Json): number {
  const weight = at(item, 'weight')
  return typeof weight === 'number' ? weight : 0
}
