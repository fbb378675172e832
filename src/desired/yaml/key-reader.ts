import { FlowReader } from './flow-reader.ts'
import * as char from './line-scanner.ts'
import { decline } from './line-scanner.ts'
import { plainKey } from './map-key.ts'
import { readQuoted } from './quoted-scalar.ts'

/** Tells keys from values on a line of block YAML, and reads plain scalars line by line. */
export class KeyReader extends FlowReader {
  /** One line of a plain scalar; `pos` ends at its `\n` or at the `#` of its comment. */
  protected plainLine(continued = false): string {
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
  protected readKey(atRoot: boolean): string | undefined {
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
