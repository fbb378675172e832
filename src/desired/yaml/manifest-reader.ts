import type { Json, JsonObject } from '../../model/json.ts'
import { readBlockScalar } from './block-scalar.ts'
import { type Dialect, resolvePlain } from './dialect.ts'
import { FlowReader } from './flow-reader.ts'
import * as char from './line-scanner.ts'
import { decline } from './line-scanner.ts'
import { plainKey } from './map-key.ts'
import { readQuoted } from './quoted-scalar.ts'

/**
 * Reads the YAML that manifests are written in: block maps and lists, all kinds of scalars, flow collections, comments.
 * It declines the rest (anchors, tags, explicit keys, directives, tabs, and everything that is wrong), which the complete
 * parser then reads: it is there because that one takes seconds for the CRDs of one operator.
 */
export class ManifestReader extends FlowReader {
  constructor(text: string, dialect: Dialect, maxDepth: number) {
    super(text, dialect, maxDepth)
  }

  /** The document's value; undefined where there is only white space and comments. Throws Declined or YamlFault. */
  readBlockDocument(): Json | undefined {
    this.nextLine()
    if (this.indent < 0) return undefined
    const value = this.block(-1)
    if (this.indent >= 0) decline()
    return value
  }

  /** Offset of the first character with content, once the document was read. */
  static contentStart(text: string): number {
    const scanner = new ManifestReader(text, 'go-yaml', 0)
    scanner.nextLine()
    return scanner.pos
  }

  /** The value whose first line is the current one and which lies inside a block indented by `parent`. */
  private block(parent: number): Json {
    if (this.atDash()) return this.list(this.indent)
    const key = this.readKey(parent < 0)
    return key === undefined ? this.inlineValue(parent) : this.map(this.indent, key)
  }

  private map(column: number, firstKey: string): JsonObject {
    this.descend()
    const atRoot = this.depth === 1
    const result: Record<string, Json> = { __proto__: null }
    let key = firstKey
    for (;;) {
      if (this.dialect === 'kyaml' && Object.hasOwn(result, key)) decline()
      result[key] = this.valueOfKey(column)
      if (this.indent !== column) break
      key = this.readKey(atRoot) ?? decline()
    }
    if (this.indent > column) decline()
    this.depth--
    return result
  }

  private valueOfKey(column: number): Json {
    this.skipSpaces()
    if (!this.atLineEnd()) return this.inlineValue(column)
    this.nextLine()
    if (this.indent > column) return this.block(column)
    // A list may stand at the column of its key.
    return this.indent === column && this.atDash() ? this.list(column) : null
  }

  private list(column: number): Json[] {
    this.descend()
    const result: Json[] = []
    do {
      this.pos++
      this.skipSpaces()
      result.push(this.item(column))
    } while (this.indent === column && this.atDash())
    if (this.indent > column) decline()
    this.depth--
    return result
  }

  private item(column: number): Json {
    if (this.atLineEnd()) {
      this.nextLine()
      return this.indent > column ? this.block(column) : null
    }
    const own = this.pos - this.lineStart
    if (this.atDash()) return this.list(own)
    const key = this.readKey(false)
    return key === undefined ? this.inlineValue(column) : this.map(own, key)
  }

  /** The value at `pos`, which begins on the current line and is no block collection. Ends at the next line. */
  private inlineValue(parent: number): Json {
    switch (this.text.charCodeAt(this.pos)) {
      case char.PIPE:
      case char.GREATER: {
        const scalar = readBlockScalar(this.text, this.pos, parent)
        this.pos = scalar.end
        this.nextLine()
        return scalar.value
      }
      case char.QUOTE:
      case char.APOSTROPHE: {
        const scalar = readQuoted(this.text, this.pos)
        this.pos = scalar.end
        this.finishLine()
        return scalar.value
      }
      case char.OPEN_BRACE:
      case char.OPEN_BRACKET: {
        const value = this.flowValue()
        this.finishLine()
        return value
      }
      default:
        return this.plain(parent)
    }
  }

  private plain(parent: number): Json {
    let text = this.plainLine()
    const commented = this.text.charCodeAt(this.pos) === char.HASH
    if (commented) this.pos = this.text.indexOf('\n', this.pos)
    this.nextLine()
    while (this.indent > parent && this.indent >= 0) {
      if (commented || this.sawComment) decline()
      const breaks = this.blankLines
      text += (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + this.plainLine(true)
      if (this.text.charCodeAt(this.pos) === char.HASH) decline()
      this.nextLine()
    }
    const value = resolvePlain(text, this.dialect)
    return value === undefined ? decline() : value
  }

  /** One line of a plain scalar; `pos` ends at its `\n` or at the `#` of its comment. */
  private plainLine(continued = false): string {
    const text = this.text
    if (!continued) this.refuseIndicator()
    const start = this.pos
    let at = start
    for (; ; at++) {
      const code = text.charCodeAt(at)
      if (code === char.NEWLINE) break
      if (code === char.TAB) decline()
      if (code === char.HASH && text.charCodeAt(at - 1) === char.SPACE) break
      if (code === char.COLON && isSpaceOrBreak(text.charCodeAt(at + 1))) decline()
    }
    this.pos = at
    while (text.charCodeAt(at - 1) === char.SPACE) at--
    return text.slice(start, at)
  }

  /** The key at `pos`, which then is after its `:`; undefined (and `pos` unmoved) where no key stands there. */
  private readKey(atRoot: boolean): string | undefined {
    const text = this.text
    const first = text.charCodeAt(this.pos)
    if (first === char.QUOTE || first === char.APOSTROPHE) return this.quotedKey()
    if (first === char.OPEN_BRACE || first === char.OPEN_BRACKET || first === char.PIPE || first === char.GREATER)
      return
    const limit = this.pos + MAX_KEY
    for (let at = this.pos; at < limit; at++) {
      const code = text.charCodeAt(at)
      if (code === char.NEWLINE) return undefined
      if (code === char.TAB) decline()
      if (code === char.HASH && text.charCodeAt(at - 1) === char.SPACE) return undefined
      if (code === char.COLON && isSpaceOrBreak(text.charCodeAt(at + 1))) {
        this.refuseIndicator()
        let end = at
        while (text.charCodeAt(end - 1) === char.SPACE) end--
        const source = text.slice(this.pos, end)
        if (source === '<<' || source === '') decline()
        this.pos = at + 1
        return plainKey(source, this.dialect, atRoot) ?? decline()
      }
    }
    return decline()
  }

  private quotedKey(): string | undefined {
    const scalar = readQuoted(this.text, this.pos)
    let at = scalar.end
    while (this.text.charCodeAt(at) === char.SPACE) at++
    if (this.text.charCodeAt(at) !== char.COLON) return undefined
    if (!isSpaceOrBreak(this.text.charCodeAt(at + 1)) || scalar.end - this.pos > MAX_KEY) decline()
    if (this.text.slice(this.pos, scalar.end).includes('\n')) decline()
    this.pos = at + 1
    return scalar.value
  }
}

/** The longest key that Go's reader takes without a `?` before it is 1,024 characters; longer ones are not ours. */
const MAX_KEY = 1000

function isSpaceOrBreak(code: number): boolean {
  return code === char.SPACE || code === char.NEWLINE || code === char.TAB
}
