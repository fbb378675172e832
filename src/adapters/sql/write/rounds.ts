/**
 * Items in an order in which each round has every key at most once: the first of each key, then the second of those that
 * have two, and so on. One statement may write a row once only, and the second state of a row comes after the first.
 */
export function rounds<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const seen = new Map<string, number>()
  const all: T[][] = []
  for (const item of items) {
    const key = keyOf(item)
    const round = seen.get(key) ?? 0
    seen.set(key, round + 1)
    const mates = all[round]
    if (mates === undefined) all.push([item])
    else mates.push(item)
  }
  return all
}
