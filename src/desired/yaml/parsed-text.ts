import { type Document, type Node, parseAllDocuments } from 'yaml'
import { YamlFault, type YamlFaultKind } from './yaml-fault.ts'

export interface ParsedText {
  readonly root: Node | null
  /** Offset of a second document: Go's readers stop after the first of what they are given, without a word. */
  readonly unreadFrom: number | undefined
}

/** A parsed document with anchors and tags still in it: for reading, and for finding lines. */
export function parseDocument(text: string): ParsedText | undefined {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  if (!Array.isArray(documents)) return undefined
  const [document, next] = documents as readonly Document.Parsed[]
  if (document === undefined) return undefined
  const [error] = document.errors
  if (error !== undefined) throw new YamlFault(FAULTS[error.code] ?? 'syntax', error.pos[0])
  return { root: document.contents, unreadFrom: next === undefined ? undefined : (next.contents?.range?.[0] ?? 0) }
}

const FAULTS: Readonly<Record<string, YamlFaultKind>> = {
  BAD_ALIAS: 'alias-unknown',
  BAD_DQ_ESCAPE: 'escape',
  BAD_INDENT: 'indentation',
  TAB_AS_INDENT: 'tab',
}
