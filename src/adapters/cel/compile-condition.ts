import { Environment, type ParseResult } from '@marcbachmann/cel-js'
import type { CompileCondition, ConditionFacts, ConditionTest } from '../../policy/rules/condition.ts'
import {
  type ExpressionShape,
  FUNCTIONS,
  isTooMuchWork,
  LONGEST_EXPRESSION,
  MOST_NESTED_LOOPS,
  PARSER_LIMITS,
  shapeOf,
} from './condition-limits.ts'
import { celValue } from './condition-values.ts'

const ENVIRONMENT = new Environment({ limits: PARSER_LIMITS, homogeneousAggregateLiterals: false })
  .registerVariable('finding', 'map')
  .registerVariable('object', 'map')
  .registerVariable('desired', 'dyn')
  .registerVariable('live', 'dyn')

/**
 * Compiles a condition in CEL over `finding`, `object`, `desired` and `live`. Problems never quote the expression: they name
 * the column. What an evaluation may cost is bounded before it begins, so that no rule can hold up the others.
 */
export const compileCondition: CompileCondition = (expression) => {
  if (expression.length > LONGEST_EXPRESSION) {
    return { problem: `the condition is longer than ${LONGEST_EXPRESSION} characters` }
  }
  let parsed: ParseResult
  try {
    parsed = ENVIRONMENT.parse(expression)
  } catch (error) {
    return { problem: `the condition is not CEL${columnOf(error)}` }
  }
  const shape = shapeOf(parsed.ast)
  const problem = shapeProblem(shape) ?? typeProblem(parsed)
  return problem === undefined ? { test: testOf(parsed, shape) } : { problem }
}

function shapeProblem({ calls, nestedLoops }: ExpressionShape): string | undefined {
  const unknown = [...calls].find((name) => !FUNCTIONS.has(name))
  if (unknown !== undefined) {
    return `the condition calls a function that is not offered; there are ${[...FUNCTIONS].sort().join(', ')}`
  }
  if (nestedLoops <= MOST_NESTED_LOOPS) return undefined
  return `the condition nests exists, all or filter more than ${MOST_NESTED_LOOPS} deep`
}

function typeProblem(parsed: ParseResult): string | undefined {
  const checked = parsed.check()
  if (!checked.valid) {
    return `the condition uses a name or an operation that there is not${columnOf(checked.error)}; the names are finding, object, desired and live`
  }
  return checked.type === 'bool' || checked.type === 'dyn' ? undefined : 'the condition is not true or false'
}

/** Where the error is, without what is there. */
function columnOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('range' in error)) return ''
  const { range } = error
  if (typeof range !== 'object' || range === null || !('start' in range)) return ''
  return typeof range.start === 'number' ? ` (at character ${range.start + 1})` : ''
}

function testOf(parsed: ParseResult, shape: ExpressionShape): ConditionTest {
  const looksAtValues = shape.names.has('desired') || shape.names.has('live')
  return (facts) => {
    // Nothing is known of a sensitive value, not even that it is null.
    if (looksAtValues && facts.finding.sensitive) return 'unknown'
    if (shape.looksAtLabels && facts.object.labels === undefined) return 'untold'
    if (isTooMuchWork(shape, facts)) return 'unknown'
    try {
      const result: unknown = parsed(variables(facts, shape.names))
      return typeof result === 'boolean' ? result : 'unknown'
    } catch {
      return 'unknown'
    }
  }
}

/** Only what the expression asks for is converted; the type check let no other name pass. */
function variables(facts: ConditionFacts, names: ReadonlySet<string>): Record<string, unknown> {
  const { finding, object, desired, live } = facts
  return {
    ...(names.has('finding') ? { finding: celValue({ ...finding }) } : {}),
    ...(names.has('object') ? { object: celValue({ ...object, labels: { ...object.labels } }) } : {}),
    ...(names.has('desired') ? { desired: celValue(desired) } : {}),
    ...(names.has('live') ? { live: celValue(live) } : {}),
  }
}
