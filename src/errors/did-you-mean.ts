/** The candidate that `word` was probably meant to be; undefined where none is near enough to be worth saying. */
function closest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined
  // Up to a third of the letters may be wrong: more would suggest words that have nothing to do with it.
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** `Did you mean json?` or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const found = closest(word, candidates)
  return found === undefined ? '' : ` Did you mean ${found}?`
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(cell(a, b, i, j, rows, row))
    rows.push(row)
  }
  return valueIn(rows, a.length, b.length)
}

function cell(a: string, b: string, i: number, j: number, rows: readonly number[][], row: readonly number[]): number {
  const replaced = valueIn(rows, i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
  const dropped = Math.min(valueIn(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1)
  const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
  return Math.min(replaced, dropped, swaps ? valueIn(rows, i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY)
}

function valueIn(rows: readonly number[][], i: number, j: number): number {
  return rows[i]?.[j] ?? Number.POSITIVE_INFINITY
}
