import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import { type Json, setProperty } from '../../model/json.ts'
import type { Dialect } from './dialect.ts'
import { parseDocument } from './parsed-text.ts'
import { taggedKey, taggedScalar } from './tagged-scalar.ts'
import { YamlFault } from './yaml-fault.ts'

export interface ReaderLimits {
  readonly maxDepth: number
  /** How many values aliases may stand for in one document, counted as if each were written out. */
  readonly maxAliasedValues: number
}

export interface CompleteRead {
  /** Undefined where the document is empty. */
  readonly value: Json | undefined
  readonly unreadFrom: number | undefined
}

/** Reads one document with every feature of YAML; throws {@link YamlFault}. */
export function readComplete(text: string, dialect: Dialect, limits: ReaderLimits): CompleteRead {
  const parsed = parseDocument(text)
  if (parsed === undefined || parsed.root === null) return { value: undefined, unreadFrom: parsed?.unreadFrom }
  return { value: new NodeReader(text, dialect, limits).value(parsed.root, 0).json, unreadFrom: parsed.unreadFrom }
}

/** A value and how many values it is when its aliases are written out. */
interface Read {
  readonly json: Json
  readonly size: number
}

interface Anchor {
  readonly node: Node
  /** Undefined while the node is still being read, so that an alias inside it is found out. */
  read: Read | undefined
}

class NodeReader {
  private readonly anchors = new Map<string, Anchor>()
  private readonly text: string
  private readonly dialect: Dialect
  private readonly limits: ReaderLimits
  private aliased = 0

  constructor(text: string, dialect: Dialect, limits: ReaderLimits) {
    this.text = text
    this.dialect = dialect
    this.limits = limits
  }

  value(node: Node | null, depth: number): Read {
    if (node === null) return { json: null, size: 1 }
    const offset = node.range?.[0] ?? 0
    if (depth > this.limits.maxDepth) throw new YamlFault('depth', offset)
    if (isAlias(node)) return this.alias(node.source, offset)
    const anchor: Anchor = { node, read: undefined }
    if (node.anchor !== undefined) this.anchors.set(node.anchor, anchor)
    anchor.read = this.unaliased(node, depth)
    return anchor.read
  }

  private unaliased(node: Node, depth: number): Read {
    const offset = node.range?.[0] ?? 0
    if (isScalar(node)) return { json: taggedScalar(this.scalar(node), this.dialect), size: 1 }
    if (isSeq(node)) return this.list(node, depth)
    if (isMap(node)) return this.map(node, depth)
    throw new YamlFault('syntax', offset)
  }

  /** The parser takes an escaped quote before a line break for the closing one; Go reads on, so what follows would be invented. */
  private scalar(node: Scalar): ReturnType<typeof sourceOf> {
    const [from, to] = node.range ?? [0, 0]
    if (node.type !== Scalar.PLAIN && endsInEscape(node.type, this.text.slice(from, to))) {
      throw new YamlFault('syntax', from)
    }
    return sourceOf(node)
  }

  private alias(name: string, offset: number): Read {
    const anchor = this.anchors.get(name)
    if (anchor === undefined) throw new YamlFault('alias-unknown', offset)
    if (anchor.read === undefined) throw new YamlFault('alias-in-itself', offset)
    this.count(anchor.read.size, offset)
    return anchor.read
  }

  /** The value itself is shared and costs nothing; whoever walks it later pays for each place where it stands. */
  private count(size: number, offset: number): void {
    this.aliased += size
    if (this.aliased > this.limits.maxAliasedValues) throw new YamlFault('alias-excess', offset)
  }

  private list(node: YAMLSeq, depth: number): Read {
    const items = node.items.map((item) => this.value(item as Node | null, depth + 1))
    return { json: items.map((item) => item.json), size: items.reduce((sum, item) => sum + item.size, 1) }
  }

  private map(node: YAMLMap, depth: number): Read {
    const result: Record<string, Json> = {}
    const merges: Merge[] = []
    let size = 1
    for (const pair of node.items as readonly Pair<Node | null, Node | null>[]) {
      const offset = pair.key?.range?.[0] ?? node.range?.[0] ?? 0
      if (isMergeKey(pair.key)) {
        // goyaml.v2 merges where the key stands, over what came before; v3 merges last and under everything.
        const merge = { node: pair.value, read: this.value(pair.value, depth + 1), offset }
        size += merge.read.size
        if (this.dialect === 'kyaml') merges.push(merge)
        else mergeInto(result, merge, true)
        if (merges.length > 1) throw new YamlFault('duplicate-key', offset)
        continue
      }
      const key = this.key(pair.key, depth, offset)
      if (this.dialect === 'kyaml' && Object.hasOwn(result, key)) throw new YamlFault('duplicate-key', offset)
      const value = this.value(pair.value, depth + 1)
      setProperty(result, key, value.json)
      size += value.size
    }
    for (const merge of merges) mergeInto(result, merge, false)
    return { json: result, size }
  }

  private key(node: Node | null, depth: number, offset: number): string {
    if (node !== null && isAlias(node)) {
      const target = this.anchors.get(node.source)
      if (target === undefined) throw new YamlFault('alias-unknown', offset)
      return this.key(target.node, depth, offset)
    }
    if (node !== null && isScalar(node)) {
      if (node.anchor !== undefined) this.value(node, depth)
      const key = taggedKey(this.scalar(node), this.dialect, depth === 0)
      if (key !== undefined) return key
    }
    throw new YamlFault('key', offset)
  }
}

/** The value of a merge key. */
interface Merge {
  readonly node: Node | null
  readonly read: Read
  readonly offset: number
}

function mergeInto(into: Record<string, Json>, { node, read, offset }: Merge, over: boolean): void {
  const { json } = read
  // A list of maps must be written in place: behind an alias, Go wants one map.
  if (node !== null && isAlias(node) && Array.isArray(json)) throw new YamlFault('merge', offset)
  // Earlier maps of a list win; written in reverse order, each is written over by the ones before it.
  const maps: readonly Json[] = Array.isArray(json) ? (over ? json.toReversed() : json) : [json]
  for (const map of maps) {
    if (map === null || typeof map !== 'object' || Array.isArray(map)) throw new YamlFault('merge', offset)
    for (const [key, value] of Object.entries(map)) if (over || !Object.hasOwn(into, key)) setProperty(into, key, value)
  }
}

function isMergeKey(key: Node | null): boolean {
  return isScalar(key) && key.source === '<<' && key.type === Scalar.PLAIN && key.tag === undefined
}

/** @param written the scalar with its quotes */
function endsInEscape(type: Scalar.Type | undefined, written: string): boolean {
  const inside = written.slice(1, -1)
  if (type === Scalar.QUOTE_SINGLE) return inside.replaceAll("''", '').includes("'")
  return type === Scalar.QUOTE_DOUBLE && (/\\*$/.exec(inside)?.[0].length ?? 0) % 2 === 1
}

function sourceOf(node: Scalar): { text: string; plain: boolean; tag: string | undefined; offset: number } {
  return {
    // Not the value: for some tags the parser puts bytes or a date there.
    text: node.source ?? '',
    plain: node.type === Scalar.PLAIN,
    tag: node.tag,
    offset: node.range?.[0] ?? 0,
  }
}
