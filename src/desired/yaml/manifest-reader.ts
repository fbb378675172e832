import { type Json, type JsonObject, setProperty } from '../../model/json.ts'
import { readBlockScalar } from './block-scalar.ts'
import { resolvePlain } from './dialect.ts'
import { KeyReader } from './key-reader.ts'
import * as char from './line-scanner.ts'
import { decline } from './line-scanner.ts'
import { readQuoted } from './quoted-scalar.ts'

/**
 * Reads the YAML that manifests are written in: block maps and lists, all kinds of scalars, flow collections, comments.
 * It declines the rest (anchors, tags, explicit keys, directives, tabs, and everything that is wrong), which the complete
 * parser then reads: it is there because that one takes seconds for the CRDs of one operator.
 */
export class ManifestReader extends KeyReader {
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
    const result: Record<string, Json> = {}
    let key = firstKey
    for (;;) {
      if (this.dialect === 'kyaml' && Object.hasOwn(result, key)) decline()
      setProperty(result, key, this.valueOfKey(column))
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
}
