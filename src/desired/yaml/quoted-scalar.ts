import { BACKSLASH, decline, NEWLINE, QUOTE, APOSTROPHE, SPACE, TAB } from './line-scanner.ts'

/** Text of a quoted scalar and the index after its closing quote. */
export interface QuotedScalar {
  readonly value: string
  readonly end: number
}

/** Reads the quoted scalar that opens at `start`, over lines where it has several (they are folded). */
export function readQuoted(text: string, start: number): QuotedScalar {
  const quote = text.charCodeAt(start)
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      if (quote === APOSTROPHE && text.charCodeAt(at + 1) === APOSTROPHE) return readFolded(text, start, quote)
      return { value: text.slice(start + 1, at), end: at + 1 }
    }
    if (code === NEWLINE || (code === BACKSLASH && quote === QUOTE)) return readFolded(text, start, quote)
  }
  return decline()
}

function readFolded(text: string, start: number, quote: number): QuotedScalar {
  let value = ''
  let from = start + 1
  for (let at = from; at < text.length; ) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      if (quote === QUOTE || text.charCodeAt(at + 1) !== APOSTROPHE) {
        return { value: value + text.slice(from, at), end: at + 1 }
      }
      value += text.slice(from, at + 1)
      at += 2
      from = at
    } else if (code === BACKSLASH && quote === QUOTE) {
      const escape = readEscape(text, at)
      value += text.slice(from, at) + escape.value
      at = escape.end
      from = at
    } else if (code === NEWLINE) {
      const fold = foldLines(text, at)
      value += trimEnd(text.slice(from, at)) + (fold.breaks === 1 ? ' ' : '\n'.repeat(fold.breaks - 1))
      at = fold.end
      from = at
    } else at++
  }
  return decline()
}

/** White space before a line break is not content; what an escape wrote is, and is not part of `line`. */
function trimEnd(line: string): string {
  let end = line.length
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end--
  return line.slice(0, end)
}

/** Counts line breaks from the one at `at` and skips the white space of the next line that has content. */
function foldLines(text: string, at: number): { readonly breaks: number; readonly end: number } {
  let breaks = 0
  let end = at
  for (;;) {
    const code = text.charCodeAt(end)
    if (code === NEWLINE) breaks++
    else if (!isBlank(code)) return { breaks, end }
    end++
  }
}

function readEscape(text: string, at: number): QuotedScalar {
  const char = text[at + 1] ?? ''
  if (char === '\n') {
    const fold = foldLines(text, at + 1)
    return { value: '\n'.repeat(fold.breaks - 1), end: fold.end }
  }
  const digits = HEX_DIGITS.get(char)
  if (digits !== undefined) {
    const hex = text.slice(at + 2, at + 2 + digits)
    const code = Number.parseInt(hex, 16)
    if (!HEX.test(hex) || hex.length !== digits || code > 0x10ffff) decline()
    return { value: String.fromCodePoint(code), end: at + 2 + digits }
  }
  return { value: ESCAPES.get(char) ?? decline(), end: at + 2 }
}

const HEX = /^[0-9a-fA-F]+$/
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

/** JSON's `\/` is among them: Go's YAML reader refuses it, but files that begin with `{` are read as JSON first. */
const ESCAPES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '0': '\0',
    a: '\x07',
    b: '\b',
    t: '\t',
    '\t': '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    e: '\x1b',
    ' ': ' ',
    '"': '"',
    "'": "'",
    '/': '/',
    '\\': '\\',
    N: '\x85',
    _: '\xa0',
    L: '\u2028',
    P: '\u2029',
  }),
)

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB
}
