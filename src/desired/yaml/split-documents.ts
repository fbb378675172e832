import { YamlFault } from './yaml-fault.ts'

/** The text of one document: lines end with `\n`, the last one too. */
export interface DocumentText {
  readonly text: string
  /** 1-based line of the file at which `text` starts. */
  readonly firstLine: number
  /** Set where the text cannot be read by anybody. */
  readonly fault?: YamlFault
}

/**
 * Splits a file as kubectl does: at lines that begin with `---`, whatever stands around them. A broken document then
 * cannot take others with it. Parts without any content are given too, since they count against limits.
 */
export function* splitDocuments(file: string): Generator<DocumentText> {
  const text = normalized(file)
  let firstLine = 1
  for (let start = 0; start < text.length; ) {
    const separator = text.startsWith('---', start) ? start : text.indexOf('\n---', start) + 1
    const end = separator > 0 || text.startsWith('---', start) ? separator : text.length
    const part = text.slice(start, end)
    yield documentText(part, firstLine)
    firstLine += countLines(part)
    if (end === text.length) return
    start = text.indexOf('\n', end) + 1
    const rest = text.slice(end + 3, start).trim()
    if (rest !== '' && !rest.startsWith('#')) {
      yield { text: text.slice(end, start), firstLine, fault: new YamlFault('separator', 3) }
    }
    firstLine++
  }
}

function normalized(file: string): string {
  let text = file.charCodeAt(0) === 0xfeff ? file.slice(1) : file
  if (text.includes('\r')) text = text.replaceAll('\r\n', '\n')
  return text.endsWith('\n') ? text : `${text}\n`
}

function documentText(text: string, firstLine: number): DocumentText {
  const unreadable = UNREADABLE.exec(text)
  if (unreadable === null) return { text, firstLine }
  const kind = SEPARATORS.test(unreadable[0]) ? 'line-separator' : 'control-character'
  return { text, firstLine, fault: new YamlFault(kind, unreadable.index) }
}

// What Go's reader refuses, and the three line breaks of YAML 1.1 that no other reader takes for breaks.
// oxlint-disable-next-line no-control-regex
const UNREADABLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]/
const SEPARATORS = /[\x85\u2028\u2029]/

function countLines(text: string): number {
  let lines = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}
