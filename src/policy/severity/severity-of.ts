import type { Difference } from '../../model/difference.ts'
import type { FieldPath } from '../../model/field-path.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import { SEVERITIES, type Severity } from '../../model/severity.ts'
import { valueAt } from '../../model/value-at.ts'
import { SEVERITY_RULES } from './catalogue.ts'
import { differencesInside, type InnerDifference } from './differences-inside.ts'
import { type DirectedChange, type Direction, DIRECTIONS } from './directions.ts'
import { isOrderOnly } from './order.ts'
import { type KindRule, rulesForKind } from './severity-index.ts'
import type { SeverityRule } from './severity-rule.ts'

export interface SeverityContext {
  readonly ref: ObjectRef
  readonly desired: JsonObject | undefined
  readonly live: JsonObject | undefined
}

export interface JudgedSeverity {
  readonly severity: Severity
  /** Id of the rule that decided. */
  readonly rule: string
  /** Which way the change goes; `unknown` also where any change is as bad as its class says. */
  readonly direction: Direction
}

/**
 * How bad a difference is if it lasts. A node with something inside, such as an added container, is as bad as the worst
 * that it holds.
 */
export function severityOf(difference: Difference, context: SeverityContext): JudgedSeverity {
  const rules = rulesForKind(context.ref.group, context.ref.kind).filter((one) => one.namesObject(context.ref))
  if (difference.kind === 'missing') return wholeObject(rules)
  if (isOrderOnly(difference)) return orderAlone(rules, difference.path)
  return worst(judge(difference, context, rules.filter(isAboutValues), []))
}

const RANKS = new Map(SEVERITY_RULES.map((rule, at) => [rule.id, at]))

function isAboutValues({ rule }: KindRule): boolean {
  return rule.missing !== true && rule.order !== true
}

function wholeObject(rules: readonly KindRule[]): JudgedSeverity {
  const { rule } = rules.find((one) => one.rule.missing === true) as KindRule
  return { severity: rule.level, rule: rule.id, direction: 'unknown' }
}

function orderAlone(rules: readonly KindRule[], path: FieldPath): JudgedSeverity {
  const orders = rules.filter((one) => one.rule.order === true)
  const { rule } = (orders.find((one) => one.placeOf(path)?.length === path.length) ?? orders.at(-1)) as KindRule
  return { severity: rule.level, rule: rule.id, direction: 'unknown' }
}

/** The verdict on the place itself and on everything inside. `spoken` are rules that were asked further out. */
function judge(
  difference: InnerDifference,
  context: SeverityContext,
  rules: readonly KindRule[],
  spoken: readonly SeverityRule[],
): readonly JudgedSeverity[] {
  const own = firstVerdict(difference, context, rules, spoken)
  const asked = own === undefined ? spoken : [...spoken, own.by]
  const inner = differencesInside(difference).flatMap((one) => judge(one, context, rules, asked))
  return own === undefined ? inner : [own.verdict, ...inner]
}

function firstVerdict(
  difference: InnerDifference,
  context: SeverityContext,
  rules: readonly KindRule[],
  spoken: readonly SeverityRule[],
): { readonly verdict: JudgedSeverity; readonly by: SeverityRule } | undefined {
  const isLeaf = differencesInside(difference).length === 0
  for (const { rule, placeOf } of rules) {
    const place = placeOf(difference.path)
    if (place === undefined) continue
    // Whoever spoke for the whole speaks for its parts; further rules may only be worse, never milder.
    if (spoken.includes(rule)) return undefined
    // The general rules have nothing to say about a node of which special rules know the parts.
    if (isGeneral(rule) && !isLeaf) return undefined
    const direction = rule.direction === undefined ? 'unknown' : directionAt(rule.direction, place, difference, context)
    if (direction !== undefined) return { verdict: verdictOf(rule, direction), by: rule }
  }
  return undefined
}

function isGeneral(rule: SeverityRule): boolean {
  return rule.paths?.includes('') === true
}

function directionAt(
  name: keyof typeof DIRECTIONS,
  place: FieldPath,
  difference: InnerDifference,
  context: SeverityContext,
): Direction | undefined {
  const test: (change: DirectedChange) => Direction | undefined = DIRECTIONS[name]
  const isHere = place.length === difference.path.length
  const read = (root: Json | undefined): Json | undefined => (root === undefined ? undefined : valueAt(root, place))
  return test({
    desired: isHere ? difference.desired : read(context.desired),
    live: isHere ? difference.live : read(context.live),
    ref: context.ref,
    liveObject: context.live,
  })
}

function verdictOf(rule: SeverityRule, direction: Direction): JudgedSeverity {
  const keeps = rule.direction === undefined || direction === 'loosening'
  return { severity: keeps ? rule.level : oneMilder(rule.level), rule: rule.id, direction }
}

/** One level down; `low` stays, and `info` was never about how bad. */
export function oneMilder(level: Severity): Severity {
  const milder: Readonly<Record<Severity, Severity>> = {
    critical: 'high',
    high: 'medium',
    medium: 'low',
    low: 'low',
    info: 'info',
  }
  return milder[level]
}

/**
 * Of equally bad ones that which has its own level, and then the first of the catalogue: keys of objects come in any order,
 * and the rule must not depend on it.
 */
function worst(verdicts: readonly JudgedSeverity[]): JudgedSeverity {
  const sorted = verdicts.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      Number(isMilder(a)) - Number(isMilder(b)) ||
      rankOf(a) - rankOf(b),
  )
  return sorted[0] ?? { severity: 'medium', rule: 'DRF-META-009', direction: 'unknown' }
}

function rankOf({ rule }: JudgedSeverity): number {
  return RANKS.get(rule) ?? 0
}

/** One level below that of its rule. */
function isMilder({ rule, severity }: JudgedSeverity): boolean {
  return SEVERITY_RULES[RANKS.get(rule) ?? 0]?.level !== severity
}
