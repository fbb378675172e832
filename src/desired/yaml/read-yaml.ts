import type { Json } from '../../model/json.ts'
import { type CompleteRead, type ReaderLimits, readComplete } from './complete-reader.ts'
import type { Dialect } from './dialect.ts'
import { Declined } from './line-scanner.ts'
import { type LineLookup, lineLookup } from './line-lookup.ts'
import { ManifestReader } from './manifest-reader.ts'
import { type DocumentText, splitDocuments } from './split-documents.ts'
import { FAULT_TEXTS, YamlFault, type YamlFaultKind } from './yaml-fault.ts'

export interface YamlLimits extends ReaderLimits {
  /** Documents in one file, empty ones included. */
  readonly maxDocuments: number
  /** UTF-16 units of one document that needs the complete parser, which reads about 2 MB a second. */
  readonly maxCompleteLength: number
}

/** An object of a cluster has at most 3 MiB; no manifest comes near these. */
export const DEFAULT_YAML_LIMITS: YamlLimits = {
  maxDepth: 500,
  maxAliasedValues: 100_000,
  maxDocuments: 50_000,
  maxCompleteLength: 8 * 1024 * 1024,
}

/** One document with something in it. */
export interface YamlDocument {
  readonly value: Json
  /** 1-based line of the file on which its content starts. */
  readonly line: number
  readonly lineOf: LineLookup
}

/** What is wrong with one document, or with the file as a whole. Never holds text of the file. */
export interface YamlProblem {
  readonly kind: YamlFaultKind | 'too-many-documents'
  /** 1-based, in the file. */
  readonly line: number
  readonly column: number
  readonly text: string
}

export interface YamlFile {
  readonly documents: readonly YamlDocument[]
  /** One per broken document; the others are read all the same. */
  readonly problems: readonly YamlProblem[]
}

/**
 * Reads a file of YAML or JSON documents as the Kubernetes tools of `dialect` do. Never throws: what is wrong with a
 * document is a problem beside the documents that could be read.
 */
export function readYaml(text: string, dialect: Dialect, limits: YamlLimits = DEFAULT_YAML_LIMITS): YamlFile {
  const documents: YamlDocument[] = []
  const problems: YamlProblem[] = []
  let count = 0
  for (const part of splitDocuments(text)) {
    try {
      const read = readDocument(part, dialect, limits)
      count += Math.max(read.documents.length, 1)
      documents.push(...read.documents)
      if (read.unreadFrom !== undefined) problems.push(problemOf(new YamlFault('after-end', read.unreadFrom), part))
    } catch (error) {
      count++
      problems.push(problemOf(error, part))
    }
    if (count > limits.maxDocuments) {
      const message = `the file holds more than ${limits.maxDocuments} documents; the rest of it was not read`
      problems.push({ kind: 'too-many-documents', line: part.firstLine, column: 1, text: message })
      break
    }
  }
  return { documents, problems }
}

interface DocumentRead {
  readonly documents: readonly YamlDocument[]
  readonly unreadFrom?: number | undefined
}

function readDocument(part: DocumentText, dialect: Dialect, limits: YamlLimits): DocumentRead {
  if (part.fault !== undefined) throw part.fault
  const json = dialect === 'go-yaml' && /^\s*\{/.test(part.text) ? readJson(part, limits) : undefined
  if (json !== undefined) return { documents: json }
  const { value, unreadFrom } = readEither(part.text, dialect, limits)
  if (value === undefined) return { documents: [], unreadFrom }
  const line = part.firstLine + lineAt(part.text, ManifestReader.contentStart(part.text)).line - 1
  return { documents: [{ value, line, lineOf: lineLookup(part.text, part.firstLine) }], unreadFrom }
}

const MARKERS = ['...', '%']

function readEither(text: string, dialect: Dialect, limits: YamlLimits): CompleteRead {
  try {
    // Document markers and directives are rare and have meaning only at the start of a line.
    if (!MARKERS.some((marker) => text.startsWith(marker) || text.includes(`\n${marker}`))) {
      const value = new ManifestReader(text, dialect, limits.maxDepth).readBlockDocument()
      return { value, unreadFrom: undefined }
    }
  } catch (error) {
    if (!(error instanceof Declined)) throw error
  }
  if (text.length > limits.maxCompleteLength) throw new YamlFault('size', 0)
  return readComplete(text, dialect, limits)
}

/**
 * kubectl reads a stream that begins with a brace as JSON values, one after another; undefined where it is none.
 * Kustomize takes JSON for YAML.
 */
function readJson(part: DocumentText, limits: YamlLimits): readonly YamlDocument[] | undefined {
  const starts: number[] = []
  try {
    const values = new ManifestReader(part.text, 'go-yaml', limits.maxDepth).readJsonValues(
      starts,
      limits.maxDocuments + 1,
    )
    let line = part.firstLine
    return values.map((value, index) => {
      const start = starts[index] as number
      line += breaksBetween(part.text, starts[index - 1] ?? 0, start)
      return { value, line, lineOf: lineLookup(part.text.slice(start, starts[index + 1]), line) }
    })
  } catch (error) {
    if (error instanceof Declined) return undefined
    throw error
  }
}

function problemOf(error: unknown, part: DocumentText): YamlProblem {
  const fault = error instanceof YamlFault ? error : stackFault(error)
  const { line, column } = lineAt(part.text, fault.offset)
  return { kind: fault.kind, line: part.firstLine + line - 1, column, text: FAULT_TEXTS[fault.kind] }
}

/** The parser recurses: nesting that exhausts the stack before a cap was met ends here. */
function stackFault(error: unknown): YamlFault {
  return new YamlFault(error instanceof RangeError ? 'depth' : 'syntax', 0)
}

/** 1-based line and column of an offset. */
function lineAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1
  let start = 0
  for (;;) {
    const newline = text.indexOf('\n', start)
    if (newline < 0 || newline >= offset) return { line, column: Math.max(offset - start, 0) + 1 }
    start = newline + 1
    line++
  }
}

function breaksBetween(text: string, from: number, to: number): number {
  let breaks = 0
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === 0x0a) breaks++
  return breaks
}
