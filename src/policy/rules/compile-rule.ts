import { type Instant, parseInstant, DAY } from '../../model/instant.ts'
import type { Rule, RuleMatch } from '../../model/response-rule.ts'
import type { Severity } from '../../model/severity.ts'
import { compilePattern, type PathPattern } from '../path-pattern.ts'
import type { CompileCondition, ConditionFacts, ConditionTest } from './condition.ts'
import { anyNamePattern, LONGEST_NAME_PATTERN } from './name-pattern.ts'
import type { RuleFacts } from './rule-facts.ts'

/**
 * `unknown`: its condition could not be evaluated, so the rule does not count. `untold`: only the labels, which are not at
 * hand, could tell.
 */
export type RuleAnswer = boolean | 'unknown' | 'untold'

/** A rule with its patterns compiled. */
export interface CompiledRule {
  readonly rule: Rule
  /** Whether its kinds allow this one; asked once for each kind. */
  readonly allowsKind: (group: string, kind: string) => boolean
  /** Whether the rest matches; the kind was looked at before. */
  readonly matches: (facts: RuleFacts, severity: Severity) => RuleAnswer
  /** From here on it counts no more. */
  readonly until: Instant | undefined
}

/** What is wrong with a rule, and where inside it. */
export interface RuleProblem {
  readonly path: readonly (string | number)[]
  readonly text: string
}

/** Longer ones are refused: no field of Kubernetes lies so deep. */
export const LONGEST_PATH_PATTERN = 1_000

/** Compiles a rule, or says everything that is wrong with it. */
export function compileRule(
  rule: Rule,
  compileCondition: CompileCondition,
): { readonly compiled: CompiledRule } | { readonly problems: readonly RuleProblem[] } {
  const problems = [...patternProblems(rule.match), ...untilProblems(rule)]
  const patterns = compilePaths(rule.match.paths, problems)
  const condition = compileTest(rule.match.condition, compileCondition, problems)
  if (problems.length > 0) return { problems }
  const test = tests(rule, patterns, condition)
  return { compiled: { rule, allowsKind: kindTest(rule.match.kinds), matches: test, until: endOf(rule.until) } }
}

/** RFC 3339, or a date, which counts to its end in UTC. */
export function endOf(until: string | undefined): Instant | undefined {
  if (until === undefined) return undefined
  const instant = parseInstant(until)
  return instant !== undefined && until.length === 'yyyy-mm-dd'.length ? instant + DAY : instant
}

const NAME_LISTS = ['clusters', 'sources', 'namespaces', 'kinds', 'names', 'managers'] as const

function patternProblems(match: RuleMatch): RuleProblem[] {
  return NAME_LISTS.flatMap((list) =>
    (match[list] ?? []).flatMap((pattern, at) =>
      pattern.length <= LONGEST_NAME_PATTERN
        ? []
        : [{ path: ['match', list, at], text: `the pattern is longer than ${LONGEST_NAME_PATTERN} characters` }],
    ),
  )
}

function untilProblems({ until }: Rule): RuleProblem[] {
  return until === undefined || endOf(until) !== undefined ? [] : [{ path: ['until'], text: 'this is no date' }]
}

function compilePaths(
  paths: readonly string[] | undefined,
  problems: RuleProblem[],
): readonly PathPattern[] | undefined {
  return paths?.flatMap((text, at) => {
    try {
      if (text.length <= LONGEST_PATH_PATTERN) return [compilePattern(text)]
      problems.push({
        path: ['match', 'paths', at],
        text: `the path is longer than ${LONGEST_PATH_PATTERN} characters`,
      })
    } catch {
      problems.push({
        path: ['match', 'paths', at],
        text: 'this is no path pattern; a path is written like .spec.template.spec.containers[name="web"].image, with [*] for any element of a list and .* for any field',
      })
    }
    return []
  })
}

function compileTest(
  expression: string | undefined,
  compileCondition: CompileCondition,
  problems: RuleProblem[],
): ConditionTest | undefined {
  if (expression === undefined) return undefined
  const compiled = compileCondition(expression)
  if ('test' in compiled) return compiled.test
  problems.push({ path: ['match', 'condition'], text: compiled.problem })
  return undefined
}

/** `Deployment` is the kind in whatever group, `apps/Deployment` in that one, `-/Pod` in the core group. */
function kindTest(kinds: readonly string[] | undefined): CompiledRule['allowsKind'] {
  if (kinds === undefined) return () => true
  const tests = kinds.map((text) => {
    const slash = text.lastIndexOf('/')
    const group = slash < 0 ? undefined : text.slice(0, slash)
    return {
      group: group === undefined ? () => true : anyNamePattern([group === '-' ? '' : group]),
      kind: anyNamePattern([text.slice(slash + 1)]),
    }
  })
  return (group, kind) => tests.some((test) => test.kind(kind) && test.group(group))
}

/** From cheap to dear; the condition last. */
function tests(
  { match, from }: Rule,
  patterns: readonly PathPattern[] | undefined,
  condition: ConditionTest | undefined,
): CompiledRule['matches'] {
  const cluster = anyNamePattern(match.clusters)
  const namespace = anyNamePattern(match.namespaces)
  const name = anyNamePattern(match.names)
  const manager = anyNamePattern(match.managers)
  const source = anyNamePattern(match.sources)
  const labels = Object.entries(match.labels ?? {}).map(([key, value]) => ({ key, test: anyNamePattern([value]) }))
  return (facts, severity) => {
    const { ref } = facts
    const labelled = hasLabels(facts.labels, labels)
    const holds =
      allows(match.driftKinds, facts.kind) &&
      allows(match.actorClasses, facts.actorClass) &&
      allows(match.severities, severity) &&
      cluster(ref.cluster) &&
      namespace(ref.namespace) &&
      name(ref.name) &&
      (match.managers === undefined || (facts.manager !== undefined && manager(facts.manager))) &&
      (match.sources === undefined || ofSource(facts.sources, source, from)) &&
      labelled !== false &&
      (patterns === undefined || patterns.some((pattern) => pattern.covers(facts.path)))
    if (!holds) return false
    const answer = condition === undefined || condition(conditionFacts(facts, severity))
    return answer === true && labelled === 'untold' ? 'untold' : answer
  }
}

function hasLabels(
  labels: RuleFacts['labels'],
  wanted: readonly { readonly key: string; readonly test: (value: string) => boolean }[],
): boolean | 'untold' {
  if (wanted.length === 0) return true
  if (labels === undefined) return 'untold'
  return wanted.every(({ key, test }) => Object.hasOwn(labels, key) && test(labels[key] as string))
}

/** A rule of a source never speaks for an object that another source holds as well. */
function ofSource(sources: readonly string[], test: (name: string) => boolean, from: Rule['from']): boolean {
  return from === 'source' ? sources.length > 0 && sources.every(test) : sources.some(test)
}

function allows<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return wanted === undefined || wanted.includes(value)
}

function conditionFacts(facts: RuleFacts, severity: Severity): ConditionFacts {
  const { ref, labels, sources, sensitive, desired, live } = facts
  const { actorClass, kind, writtenPath: path, manager = '' } = facts
  return {
    finding: { path, kind, severity, actorClass, manager, sources, sensitive },
    object: { ...ref, labels },
    desired: sensitive ? undefined : desired,
    live: sensitive ? undefined : live,
  }
}
