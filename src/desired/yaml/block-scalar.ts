import { decline, HASH, NEWLINE, PIPE, SPACE, TAB } from './line-scanner.ts'
import { YamlFault } from './yaml-fault.ts'

/** Text of a block scalar and the index of the `\n` before the first line that is no longer part of it. */
export interface BlockScalar {
  readonly value: string
  readonly end: number
}

interface Header {
  readonly literal: boolean
  readonly chomping: '' | '+' | '-'
  /** Width that the header gives; 0 = taken from the first line. */
  readonly width: number
  readonly end: number
}

/** Reads the scalar whose `|` or `>` stands at `start`, inside a block that is indented by `parent` (-1 = root). */
export function readBlockScalar(text: string, start: number, parent: number): BlockScalar {
  const header = readHeader(text, start)
  const indent = header.width > 0 ? Math.max(parent, 0) + header.width : findIndent(text, header.end, parent)
  const lines: string[] = []
  let newline = header.end
  // Blank lines at the end belong to the scalar only if it keeps them.
  let kept = 0
  for (;;) {
    const from = newline + 1
    if (from >= text.length) break
    let at = from
    while (at - from < indent && text.charCodeAt(at) === SPACE) at++
    const code = text.charCodeAt(at)
    if (code === NEWLINE) {
      lines.push('')
      newline = at
      continue
    }
    if (at - from < indent) {
      if (code === TAB) throw new YamlFault('tab', at)
      break
    }
    newline = text.indexOf('\n', at)
    lines.push(text.slice(at, newline))
    kept = lines.length
  }
  return { value: join(header, lines, kept), end: newline }
}

function readHeader(text: string, start: number): Header {
  let chomping: Header['chomping'] = ''
  let width = 0
  let at = start + 1
  for (; at < start + 3; at++) {
    const char = text[at] as string
    if ((char === '+' || char === '-') && chomping === '') chomping = char
    else if (char >= '1' && char <= '9' && width === 0) width = Number(char)
    else break
  }
  const literal = text.charCodeAt(start) === PIPE
  while (text.charCodeAt(at) === SPACE) at++
  if (text.charCodeAt(at) === HASH) at = text.indexOf('\n', at)
  if (text.charCodeAt(at) !== NEWLINE) decline()
  return { literal, chomping, width, end: at }
}

/** Indentation of the first line with content, which must be deeper than the parent's and than the blank lines before. */
function findIndent(text: string, headerEnd: number, parent: number): number {
  let newline = headerEnd
  let widestBlank = 0
  for (;;) {
    const from = newline + 1
    let at = from
    while (text.charCodeAt(at) === SPACE) at++
    const code = text.charCodeAt(at)
    // Go's reader wants to know the indentation before it takes a tab for content.
    if (code === TAB) throw new YamlFault('tab', at)
    const width = at - from
    if (code === NEWLINE) {
      widestBlank = Math.max(widestBlank, width)
      newline = at
      continue
    }
    const least = Math.max(parent + 1, 1)
    const indent = at >= text.length || width < least ? least : width
    if (widestBlank > indent) decline()
    return indent
  }
}

function join(header: Header, lines: readonly string[], kept: number): string {
  const content = lines.slice(0, kept)
  const body = header.literal ? content.join('\n') : fold(content)
  if (header.chomping === '-') return body
  const end = kept > 0 ? '\n' : ''
  return header.chomping === '+' ? body + end + '\n'.repeat(lines.length - kept) : body + end
}

/** A single break between two lines becomes a space unless one of them begins with white space. */
function fold(lines: readonly string[]): string {
  let text = ''
  let breaks = 0
  let previousIsText = false
  let started = false
  for (const line of lines) {
    if (line === '') {
      breaks++
      continue
    }
    const isText = line.charCodeAt(0) !== SPACE && line.charCodeAt(0) !== TAB
    // Every break but the one that ends a line of text is kept; that one is kept beside indented lines.
    if (!started) text = '\n'.repeat(breaks)
    else if (previousIsText && isText) text += '\n'.repeat(breaks) || ' '
    else text += '\n'.repeat(breaks + 1)
    text += line
    started = true
    breaks = 0
    previousIsText = isText
  }
  return text
}
