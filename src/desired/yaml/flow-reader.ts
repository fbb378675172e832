import { type Json, type JsonObject, setProperty } from '../../model/json.ts'
import { type Dialect, resolvePlain } from './dialect.ts'
import * as char from './line-scanner.ts'
import { decline, LineScanner } from './line-scanner.ts'
import { plainKey } from './map-key.ts'
import { readQuoted } from './quoted-scalar.ts'
import { YamlFault } from './yaml-fault.ts'

/** Reads flow collections (`[a, b]`, `{a: b}`) and with them JSON. Comments inside and bare keys are declined. */
export class FlowReader extends LineScanner {
  protected readonly dialect: Dialect
  protected depth = 0
  private readonly maxDepth: number

  constructor(text: string, dialect: Dialect, maxDepth: number) {
    super(text)
    this.dialect = dialect
    this.maxDepth = maxDepth
  }

  /**
   * The values of a text that is JSON values one after another, `atMost` of them; `starts` receives where each begins.
   */
  readJsonValues(starts: number[], atMost: number): Json[] {
    const values: Json[] = []
    this.pos = 0
    for (;;) {
      this.skipFlowSpace()
      if (this.pos >= this.text.length || values.length >= atMost) return values
      if (this.text.charCodeAt(this.pos) !== char.OPEN_BRACE) decline()
      starts.push(this.pos)
      values.push(this.flowValue())
    }
  }

  protected flowValue(): Json {
    switch (this.text.charCodeAt(this.pos)) {
      case char.OPEN_BRACE:
        return this.flowMap()
      case char.OPEN_BRACKET:
        return this.flowList()
      case char.QUOTE:
      case char.APOSTROPHE: {
        const scalar = readQuoted(this.text, this.pos)
        this.pos = scalar.end
        return scalar.value
      }
      default: {
        const value = resolvePlain(this.flowWord(), this.dialect)
        return value === undefined ? decline() : value
      }
    }
  }

  private flowMap(): JsonObject {
    this.descend()
    const result: Record<string, Json> = {}
    while (this.moreInFlow(char.CLOSE_BRACE)) {
      const key = this.flowKey()
      if (this.dialect === 'kyaml' && Object.hasOwn(result, key)) decline()
      this.skipFlowSpace()
      setProperty(result, key, this.flowValue())
      this.endFlowEntry(char.CLOSE_BRACE)
    }
    this.depth--
    return result
  }

  private flowList(): Json[] {
    this.descend()
    const result: Json[] = []
    while (this.moreInFlow(char.CLOSE_BRACKET)) {
      result.push(this.flowValue())
      this.endFlowEntry(char.CLOSE_BRACKET)
    }
    this.depth--
    return result
  }

  /** At `[`, `{` or after a comma: true with `pos` at an entry, false with `pos` after the closing character. */
  private moreInFlow(close: number): boolean {
    if (this.text.charCodeAt(this.pos) !== close) this.pos++
    this.skipFlowSpace()
    if (this.text.charCodeAt(this.pos) !== close) return true
    this.pos++
    return false
  }

  /** After an entry: at its comma, or at the closing character. */
  private endFlowEntry(close: number): void {
    this.skipFlowSpace()
    const code = this.text.charCodeAt(this.pos)
    if (code !== char.COMMA && code !== close) decline()
  }

  private flowKey(): string {
    const text = this.text
    const first = text.charCodeAt(this.pos)
    if (first === char.QUOTE || first === char.APOSTROPHE) {
      const scalar = readQuoted(text, this.pos)
      this.pos = scalar.end
      this.skipFlowSpace()
      if (text.charCodeAt(this.pos) !== char.COLON) decline()
      this.pos++
      return scalar.value
    }
    const word = this.flowWord()
    if (text.charCodeAt(this.pos) !== char.COLON || word === '<<' || word === '') decline()
    this.pos++
    return plainKey(word, this.dialect, this.depth === 1) ?? decline()
  }

  /** A plain scalar up to the end of its line, a comma, a bracket, or a colon with white space after it. */
  private flowWord(): string {
    const text = this.text
    this.refuseIndicator()
    const start = this.pos
    const first = text.charCodeAt(start)
    // Go's reader sees a key or a value here and the complete parser a word.
    if (first === char.QUESTION || first === char.COLON) throw new YamlFault('syntax', start)
    let at = start
    for (; ; at++) {
      const code = text.charCodeAt(at)
      if (code === char.NEWLINE || code === char.COMMA) break
      if (code === char.CLOSE_BRACE || code === char.CLOSE_BRACKET) break
      if (code === char.COLON) {
        const next = text.charCodeAt(at + 1)
        if (next === char.SPACE || next === char.NEWLINE) break
        decline()
      }
      if (FLOW_TROUBLE.has(code) || Number.isNaN(code)) decline()
    }
    this.pos = at
    while (text.charCodeAt(at - 1) === char.SPACE) at--
    return text.slice(start, at)
  }

  protected skipFlowSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.pos)
      if (code === char.NEWLINE) this.lineStart = this.pos + 1
      else if (code !== char.SPACE && code !== char.TAB) return
      this.pos++
    }
  }

  /** A plain scalar cannot begin with what has a meaning of its own in YAML. */
  protected refuseIndicator(): void {
    const code = this.text.charCodeAt(this.pos)
    if (INDICATORS.has(code)) decline()
    if (code !== char.DASH && code !== char.QUESTION && code !== char.COLON) return
    const next = this.text.charCodeAt(this.pos + 1)
    if (next === char.SPACE || next === char.NEWLINE || next === char.TAB) decline()
  }

  protected descend(): void {
    if (++this.depth > this.maxDepth) throw new YamlFault('depth', Math.max(this.pos, 0))
  }
}

const INDICATORS: ReadonlySet<number> = new Set(Array.from(',[]{}#&*!|>\'"%@`\n\t', (text) => text.charCodeAt(0)))
const FLOW_TROUBLE: ReadonlySet<number> = new Set(Array.from('[{?#\t', (text) => text.charCodeAt(0)))
