import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, Scalar } from 'yaml'
import { plainKey } from './map-key.ts'
import { parseDocument } from './parsed-text.ts'

/** 1-based line in the file of the value at a path of keys and indices; undefined where the text has none there. */
export type LineLookup = (path: readonly (string | number)[]) => number | undefined

interface Parsed {
  readonly root: Node | null
  readonly lines: LineCounter
}

/**
 * Finds lines by parsing the document's text again, completely, when asked: only documents with findings are asked, and
 * reading them all that way would take ten times as long. What was parsed stays for the next question until memory is
 * collected: it takes some thirty times the text, and a service asks for a year.
 *
 * @param firstLine of the text in its file
 */
export function lineLookup(text: string, firstLine: number): LineLookup {
  // What machines write often has no breaks, and may hold thousands of objects.
  if (!text.trimEnd().includes('\n')) return () => firstLine
  let known: WeakRef<Parsed> | undefined
  return (path) => {
    let parsed = known?.deref()
    if (parsed === undefined) known = new WeakRef((parsed = parse(text)))
    const offset = offsetAt(parsed.root, path)
    return offset === undefined ? undefined : parsed.lines.linePos(offset).line + firstLine - 1
  }
}

function parse(text: string): Parsed {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  try {
    return { root: parseDocument(text)?.root ?? null, lines }
  } catch {
    // The quick reader and the complete one disagree about this text; a missing line is better than a wrong one.
    return { root: null, lines }
  }
}

/** Offset of the key (or list item) that a path ends at; through aliases it is where the alias stands. */
function offsetAt(root: Node | null, path: readonly (string | number)[]): number | undefined {
  let node = root
  let offset = root?.range?.[0]
  for (const step of path) {
    if (isSeq(node) && typeof step === 'number') {
      node = (node.items[step] as Node | undefined) ?? null
      offset = node?.range?.[0]
    } else if (isMap(node)) {
      const pair = (node.items as readonly Pair<Node | null, Node | null>[]).findLast(({ key }) =>
        isKey(key, String(step)),
      )
      if (pair === undefined) return undefined
      node = pair.value
      offset = pair.key?.range?.[0]
    } else return isAlias(node) ? offset : undefined
    if (offset === undefined) return undefined
  }
  return offset
}

function isKey(key: Node | null, name: string): boolean {
  if (!isScalar(key)) return false
  const text = String(key.value)
  return text === name || (key.type === Scalar.PLAIN && plainKey(text, 'go-yaml', false) === name)
}
