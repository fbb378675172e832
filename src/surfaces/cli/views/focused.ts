import type { Sides } from './change-text.ts'
import { shorten } from './value-text.ts'

/** What is kept of the equal part before a difference, and after it: enough to see where one is. */
const BEFORE = 12
const AFTER = 6

/**
 * Two texts, each no longer than `limit`. Where one is too long, what both begin and end with goes first, since two long
 * lists that are cut at the same place would look equal. Cuts between code points, and says that it did.
 */
export function focused({ git, cluster }: Sides, limit: number): Sides {
  if (git.length <= limit && cluster.length <= limit) return { git, cluster }
  const [a, b] = [[...git], [...cluster]]
  const start = commonStart(a, b)
  const end = commonStart(a.slice(start).toReversed(), b.slice(start).toReversed())
  const cut = (points: readonly string[]): string =>
    shorten(middle(points, Math.max(0, start - BEFORE), Math.max(0, end - AFTER)), limit)
  return { git: cut(a), cluster: cut(b) }
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}

/** Without so many points at the start and at the end; a mark is never longer than what it stands for. */
function middle(points: readonly string[], fromStart: number, fromEnd: number): string {
  const kept = points.slice(fromStart, points.length - fromEnd).join('')
  return `${fromStart > 0 ? '…' : ''}${kept}${fromEnd > 0 ? '…' : ''}`
}
