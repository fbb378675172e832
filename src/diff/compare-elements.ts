import type { Json } from '../model/json.ts'
import type { ListType } from '../model/type-schema.ts'
import type { Walk } from './compare.ts'
import { elementId } from './list-element.ts'

/** Compares two keyed or set lists element by element, then the order of what both have. */
export function compareElements(walk: Walk, list: ListType, left: readonly Json[], right: readonly Json[]): void {
  const leftIds = left.map((item) => elementId(list, item))
  const rightIds = right.map((item) => elementId(list, item))
  if (areAligned(leftIds, rightIds)) {
    left.forEach((item, i) => {
      walk.descend({ list, item }, list.element, '', item, right[i])
    })
    return
  }
  const pairs = pairUp(left, leftIds, right, rightIds)
  for (const pair of pairs.values()) comparePair(walk, list, pair)
  if (isReordered(pairs)) walk.report('reordered', false)
}

/** The common case by far: the same distinct elements in the same order. */
function areAligned(left: readonly (string | undefined)[], right: readonly (string | undefined)[]): boolean {
  if (left.length !== right.length) return false
  for (let i = 0; i < left.length; i++) if (left[i] === undefined || left[i] !== right[i]) return false
  return left.length < 2 || new Set(left).size === left.length
}

interface Pair {
  readonly left: Json[]
  readonly right: Json[]
  /** Position on the right of the first occurrence; -1 where there is none. */
  rightIndex: number
}

/** By element, in the order of the left list and then of the right one. Elements without identity cannot be compared. */
function pairUp(
  left: readonly Json[],
  leftIds: readonly (string | undefined)[],
  right: readonly Json[],
  rightIds: readonly (string | undefined)[],
): Map<string, Pair> {
  const pairs = new Map<string, Pair>()
  const pairOf = (id: string): Pair => {
    let pair = pairs.get(id)
    if (pair === undefined) pairs.set(id, (pair = { left: [], right: [], rightIndex: -1 }))
    return pair
  }
  left.forEach((item, i) => {
    const id = leftIds[i]
    if (id !== undefined) pairOf(id).left.push(item)
  })
  right.forEach((item, i) => {
    const id = rightIds[i]
    if (id === undefined) return
    const pair = pairOf(id)
    pair.right.push(item)
    if (pair.rightIndex < 0) pair.rightIndex = i
  })
  return pairs
}

function comparePair(walk: Walk, list: ListType, { left, right }: Pair): void {
  const item = (left[0] ?? right[0]) as Json
  const step = { list, item }
  const element = list.element
  if (left.length <= 1 && right.length <= 1) {
    walk.descend(step, element, '', left[0], right[0])
    return
  }
  // A repeated key cannot be addressed one by one: its occurrences are one block, compared as a whole.
  if (left.length >= 2 && right.length >= 2) {
    const same = left.length === right.length && left.every((one, i) => walk.equal(element, one, right[i] as Json))
    if (!same) walk.reportElement('modified', step, element, left, right)
    return
  }
  if (walk.sink.elements === 'whole' && left.length > 0 && right.length > 0) {
    walk.reportElement('modified', step, element, block(left), block(right))
    return
  }
  if (left.length >= 2) {
    if (right.length > 0) walk.descend(step, element, '', undefined, right[0])
    walk.reportElement('removed', step, element, left, undefined)
    return
  }
  if (left.length > 0) walk.descend(step, element, '', left[0], undefined)
  walk.reportElement('added', step, element, undefined, right)
}

function block(items: readonly Json[]): Json {
  return items.length === 1 ? (items[0] as Json) : items
}

/** Whether the elements that both sides have stand in another order on the right. */
function isReordered(pairs: ReadonlyMap<string, Pair>): boolean {
  let last = -1
  for (const { left, rightIndex } of pairs.values()) {
    if (left.length === 0 || rightIndex < 0) continue
    if (rightIndex < last) return true
    last = rightIndex
  }
  return false
}
