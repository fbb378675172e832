import { globTest } from '../glob.ts'

/** Longer ones are refused where rules are read: nothing in Kubernetes has a name of this length. */
export const LONGEST_NAME_PATTERN = 256

/**
 * A test for names in which `*` stands for any run of characters and `?` for any one. Never slower than the product of the
 * two lengths, whatever the pattern (B-43): at most the last star is ever tried again.
 */
export function namePattern(pattern: string): (text: string) => boolean {
  return pattern.includes('?') ? (text) => matches(pattern, text) : globTest(pattern)
}

/** A test that holds where one of the patterns does; absent = always, none = never. */
export function anyNamePattern(patterns: readonly string[] | undefined): (text: string) => boolean {
  if (patterns === undefined) return () => true
  const tests = patterns.map(namePattern)
  return (text) => tests.some((test) => test(text))
}

function matches(pattern: string, text: string): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let retryFrom = 0
  while (at < text.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      star = inPattern++
      retryFrom = at
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[at])) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++retryFrom
    } else {
      return false
    }
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}
