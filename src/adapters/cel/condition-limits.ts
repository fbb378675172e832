import type { ASTNode } from '@marcbachmann/cel-js'
import type { ConditionFacts } from '../../policy/rules/condition.ts'

/** Longer expressions are refused: they are no conditions but programs. */
export const LONGEST_EXPRESSION = 2_000

/** What the parser itself refuses to go beyond. */
export const PARSER_LIMITS = {
  maxAstNodes: 300,
  maxDepth: 24,
  maxListElements: 100,
  maxMapEntries: 50,
  maxCallArguments: 4,
} as const

/** Deepest nesting of `exists` and the like: each level multiplies the work. */
export const MOST_NESTED_LOOPS = 2

/**
 * What may be called: each of these costs no more than the length of what it is given and makes nothing larger. `matches` is
 * not among them, since its patterns can be made to take for ever (B-43).
 */
export const FUNCTIONS: ReadonlySet<string> = new Set([
  'has',
  'size',
  'contains',
  'startsWith',
  'endsWith',
  'exists',
  'exists_one',
  'all',
  'filter',
  'int',
  'double',
  'string',
  'type',
])

const LOOPS: ReadonlySet<string> = new Set(['exists', 'exists_one', 'all', 'filter'])

/** What an expression is made of. */
export interface ExpressionShape {
  readonly nodes: number
  readonly calls: ReadonlySet<string>
  readonly names: ReadonlySet<string>
  readonly nestedLoops: number
  /** Whether it could look at the labels of the object: it names them, or takes the object as a whole. */
  readonly looksAtLabels: boolean
}

export function shapeOf(root: ASTNode): ExpressionShape {
  let nodes = 0
  let nestedLoops = 0
  const calls = new Set<string>()
  const names = new Set<string>()
  let looksAtLabels = false
  const visit = (node: ASTNode, loops: number): void => {
    nodes++
    nestedLoops = Math.max(nestedLoops, loops)
    if (node.op === 'id') names.add(node.args)
    if (node.op === 'id' && node.args === 'object') looksAtLabels = true
    if (node.op === 'call' || node.op === 'rcall') calls.add(node.args[0])
    if (isFieldBesideLabels(node)) {
      nodes++
      names.add('object')
      return
    }
    const inside = node.op === 'rcall' && LOOPS.has(node.args[0]) ? loops + 1 : loops
    for (const child of childrenOf(node)) visit(child, inside)
  }
  visit(root, 0)
  return { nodes, calls, names, nestedLoops, looksAtLabels }
}

/** `object.name` and the like. */
function isFieldBesideLabels({ op, args }: ASTNode): boolean {
  if (op !== '.') return false
  const [of, field] = args
  return isNode(of) && of.op === 'id' && of.args === 'object' && field !== 'labels'
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  const found: ASTNode[] = []
  const collect = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) collect(one)
    else if (isNode(part)) found.push(part)
  }
  collect(node.args)
  return found
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'args' in part
}

/** Steps that one evaluation may take at most, by estimate. A step takes some tens of nanoseconds. */
const MOST_WORK = 4_000_000

/** An upper bound on the work of one evaluation: known before it begins, and the same on every machine. */
export function isTooMuchWork({ nodes, nestedLoops }: ExpressionShape, facts: ConditionFacts): boolean {
  const size = { values: PARSER_LIMITS.maxListElements, text: 0 }
  for (const part of [facts.finding, facts.object, facts.desired, facts.live]) measure(part, size)
  return nodes * size.values ** nestedLoops * (1 + size.text / 256) > MOST_WORK
}

function measure(value: unknown, size: { values: number; text: number }): void {
  size.values++
  if (typeof value === 'string') size.text += value.length
  if (Array.isArray(value)) for (const one of value) measure(one, size)
  else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      size.text += key.length
      measure(one, size)
    }
  }
}
