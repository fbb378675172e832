/**
 * Names and values come from clusters and repositories, so they may hold what rewrites a terminal, a log or a page:
 * escape sequences, line breaks, direction marks, invisible characters. Shown, they become readable escapes (B-60).
 */
export function visible(text: string): string {
  return text.replace(UNSAFE, escaped)
}

/** Escapes as JSON does, for texts whose syntax knows `\uXXXX`. Leaves line breaks alone, which are layout there. */
export function escapeInJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, (char) =>
    [...char].flatMap((one) => Array.from({ length: one.length }, (_, i) => unit(one.charCodeAt(i)))).join(''),
  )
}

/** True where {@link visible} would change the text. */
export function hasUnsafe(text: string): boolean {
  return text.search(UNSAFE) >= 0
}

/** With U+FFFD for halves of surrogate pairs, which encoders of URLs refuse. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd')
}

// Direction marks and isolates, zero-width characters, line and paragraph separators, soft hyphen, tag characters,
// variation selectors' supplement, and halves of surrogate pairs, which no encoding of a file can hold.
const INVISIBLE =
  '\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff' +
  '\\u{e0000}-\\u{e01ef}\\p{Surrogate}'

const UNSAFE = new RegExp(`[\\u0000-\\u001f${INVISIBLE}]`, 'gu')
const UNSAFE_IN_JSON = new RegExp(`[${INVISIBLE}]`, 'gu')

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0
  return SHORT[char] ?? (code > 0xffff ? `\\u{${code.toString(16)}}` : unit(code))
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`
}
