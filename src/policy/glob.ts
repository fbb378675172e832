/**
 * A test for names in which `*` stands for any run of characters. Names in Kubernetes cannot contain `*`, so there is
 * no way to escape it. Linear in the text: patterns come from people, and a regular expression could be made slow.
 */
export function globTest(pattern: string): (text: string) => boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return (text) => text === pattern
  const pieces = pattern.split('*')
  const head = pieces[0] as string
  const tail = pieces.at(-1) as string
  const inner = pieces.slice(1, -1).filter((piece) => piece !== '')
  return (text) =>
    text.length >= head.length + tail.length &&
    text.startsWith(head) &&
    text.endsWith(tail) &&
    containsInOrder(text, inner, head.length, text.length - tail.length)
}

/** A test that holds where one of the patterns does. */
export function anyGlobTest(patterns: readonly string[]): (text: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')))
  const globs = patterns.filter((pattern) => pattern.includes('*')).map(globTest)
  return (text) => exact.has(text) || globs.some((test) => test(text))
}

function containsInOrder(text: string, pieces: readonly string[], start: number, end: number): boolean {
  let offset = start
  for (const piece of pieces) {
    const found = text.indexOf(piece, offset)
    if (found < 0 || found + piece.length > end) return false
    offset = found + piece.length
  }
  return true
}
