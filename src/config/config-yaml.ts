import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import type { CodedError } from '../model/coded-error.ts'
import { codedError } from '../errors/driftage-error.ts'

/** A file of the configuration, as it was read. */
export interface ConfigFile {
  /** As messages name it. */
  readonly path: string
  readonly text: string
}

/** A document, and where each part of it stands. */
export interface ConfigDocument {
  readonly path: string
  /** Undefined where the file is empty. */
  readonly value: unknown
  /** `file:line:column` of the value at a path, or of the deepest part of it that is there; of its key where `key` is true. */
  readonly placeOf: (path: readonly PropertyKey[], key?: boolean) => string
  /** Whether something stands at the path. */
  readonly has: (path: readonly PropertyKey[]) => boolean
}

/** Far beyond what people write; the parser reads about 2 MB a second. */
const LONGEST_FILE = 1024 * 1024
/** How many values aliases may stand for. */
const MOST_ALIASED = 100
const DEEPEST = 50

/** Reads one file. Problems say what is wrong in words of our own, since a parser quotes what it read (B-46). */
export function readConfigYaml({
  path,
  text,
}: ConfigFile): ConfigDocument | { readonly errors: readonly CodedError[] } {
  if (text.length > LONGEST_FILE) return refused('DRF1209', 'The file is larger than 1 MiB', path)
  const lines = new LineCounter()
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${path}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
  try {
    if (nesting(text) > DEEPEST) return refused('DRF1201', `The file is nested more than ${DEEPEST} deep`, path)
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2' })
    const [problem] = [...document.errors, ...document.warnings]
    if (problem !== undefined) return refused('DRF1201', problemText(problem.code), placeAt(problem.pos[0]))
    const odd = oddNode(document)
    if (odd !== undefined) return refused('DRF1201', odd.text, placeAt(odd.offset))
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASED })
    const root = document.contents
    return {
      path,
      value: value ?? undefined,
      placeOf: (at, key) => placeAt(offsetOf(root, at, key === true)),
      has: (at) => at.length === 0 || nodeAt(root, at).length === at.length,
    }
  } catch {
    return refused('DRF1201', 'The file uses aliases or nesting beyond the limits', path)
  }
}

function refused(code: 'DRF1201' | 'DRF1209', what: string, place: string): { readonly errors: readonly CodedError[] } {
  return {
    errors: [codedError(code, `${what}. Correct it. A service that runs keeps the configuration that it has.`, place)],
  }
}

/** The parser calls itself for each level, so depth is bounded before it begins: brackets, and the indentation of lines. */
function nesting(text: string): number {
  let brackets = 0
  let deepest = 0
  for (const char of text) {
    if (char === '[' || char === '{') deepest = Math.max(deepest, ++brackets)
    else if (char === ']' || char === '}') brackets = Math.max(0, brackets - 1)
  }
  const dashes = /(?:^|\n) *((?:- ?){51})/.test(text) ? DEEPEST + 1 : 0
  return Math.max(deepest, dashes)
}

/** What YAML allows and no configuration needs: keys that are no text, and values that hold themselves. */
function oddNode(document: Document.Parsed): { readonly text: string; readonly offset: number } | undefined {
  let odd: { readonly text: string; readonly offset: number } | undefined
  visit(document, {
    Pair: (_key, { key }) => {
      if (isScalar(key)) return undefined
      odd = { text: 'A map key is not text', offset: isNode(key) ? (key.range?.[0] ?? 0) : 0 }
      return visit.BREAK
    },
    Alias: (_key, alias, path) => {
      const target = alias.resolve(document)
      if (target === undefined || !path.includes(target)) return undefined
      odd = { text: 'A value holds an alias to itself', offset: alias.range?.[0] ?? 0 }
      return visit.BREAK
    },
  })
  return odd
}

const PROBLEMS: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'An alias names an anchor that is not set before it, or itself',
  BAD_DQ_ESCAPE: 'A double-quoted text holds an unknown escape',
  BAD_INDENT: 'The indentation does not fit the lines before',
  DUPLICATE_KEY: 'A map has the same key twice',
  MISSING_CHAR: 'A quote or bracket is not closed, or a comma or colon is missing',
  MULTIPLE_DOCS: 'The file holds more than one document',
  TAB_AS_INDENT: 'A tab stands where YAML wants spaces',
  TAG_RESOLVE_FAILED: 'A tag is not known here',
}

function problemText(code: string): string {
  return PROBLEMS[code] ?? 'The text is not valid YAML at this place'
}

/** The nodes from the root along the path, as far as there are any, without the root. */
function nodeAt(root: Node | null, path: readonly PropertyKey[]): readonly { node: Node | null; key: Node | null }[] {
  const found: { node: Node | null; key: Node | null }[] = []
  let here: unknown = root
  for (const step of path) {
    if (isMap(here)) {
      const pair = here.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (pair === undefined || !isPair(pair)) break
      found.push({ node: isNode(pair.value) ? pair.value : null, key: isNode(pair.key) ? pair.key : null })
    } else if (isSeq(here)) {
      const item = here.items[Number(step)]
      if (!isNode(item)) break
      found.push({ node: item, key: null })
    } else {
      break
    }
    here = found.at(-1)?.node
  }
  return found
}

function offsetOf(root: Node | null, path: readonly PropertyKey[], key: boolean): number {
  const last = nodeAt(root, path).at(-1)
  const wanted = key ? (last?.key ?? last?.node) : (last?.node ?? last?.key)
  return (wanted ?? root)?.range?.[0] ?? 0
}
