/**
 * Where a reader stands in a text whose lines end with `\n`. The base of {@link ManifestReader}:
 * it knows lines, indentation and comments, nothing of what they mean.
 */
export class LineScanner {
  protected readonly text: string
  /** Index of the next character; at the start of a line's content after {@link nextLine}. */
  protected pos = -1
  /** Index at which the current line starts. */
  protected lineStart = 0
  /** Column of the current line's first character; -1 at the end of the text. */
  protected indent = 0
  /** Of the lines that the last {@link nextLine} passed over. */
  protected blankLines = 0
  protected sawComment = false

  constructor(text: string) {
    // Every scan for the end of a line relies on there being one.
    this.text = text.endsWith('\n') ? text : `${text}\n`
  }

  /** From the `\n` at `pos` to the first line that holds more than a comment. */
  protected nextLine(): void {
    const text = this.text
    let newline = this.pos
    this.blankLines = 0
    this.sawComment = false
    for (;;) {
      let at = newline + 1
      while (text.charCodeAt(at) === SPACE) at++
      const code = text.charCodeAt(at)
      if (code === NEWLINE) {
        this.blankLines++
        newline = at
      } else if (code === HASH) {
        this.sawComment = true
        newline = text.indexOf('\n', at)
      } else {
        this.lineStart = newline + 1
        this.indent = at < text.length ? at - this.lineStart : -1
        this.pos = at
        if (code === TAB) decline()
        return
      }
    }
  }

  /** After a value: over spaces and a comment to the next line; anything else is more than this reader understands. */
  protected finishLine(): void {
    const from = this.pos
    this.skipSpaces()
    const code = this.text.charCodeAt(this.pos)
    if (code === HASH && this.pos > from) this.pos = this.text.indexOf('\n', this.pos)
    else if (code !== NEWLINE) decline()
    this.nextLine()
  }

  /** True where nothing but a comment follows on the line; then `pos` is at its `\n`. */
  protected atLineEnd(): boolean {
    const code = this.text.charCodeAt(this.pos)
    if (code === HASH && this.text.charCodeAt(this.pos - 1) === SPACE) this.pos = this.text.indexOf('\n', this.pos)
    else if (code !== NEWLINE) return false
    return true
  }

  protected skipSpaces(): void {
    while (this.text.charCodeAt(this.pos) === SPACE) this.pos++
  }

  /** True where a `-` at `pos` starts an item. */
  protected atDash(): boolean {
    if (this.text.charCodeAt(this.pos) !== DASH) return false
    const next = this.text.charCodeAt(this.pos + 1)
    return next === SPACE || next === NEWLINE
  }
}

/** Thrown where a text needs the complete parser; it says nothing about the text being right or wrong. */
export class Declined extends Error {}
// One instance: a stack trace for each would cost more than the reading.
const DECLINED = new Declined('this text needs the complete parser')

export function decline(): never {
  throw DECLINED
}

export const TAB = 0x09
export const NEWLINE = 0x0a
export const SPACE = 0x20
export const QUOTE = 0x22
export const HASH = 0x23
export const APOSTROPHE = 0x27
export const COMMA = 0x2c
export const DASH = 0x2d
export const COLON = 0x3a
export const QUESTION = 0x3f
export const OPEN_BRACKET = 0x5b
export const BACKSLASH = 0x5c
export const CLOSE_BRACKET = 0x5d
export const OPEN_BRACE = 0x7b
export const PIPE = 0x7c
export const CLOSE_BRACE = 0x7d
export const GREATER = 0x3e
