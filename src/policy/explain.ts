import type { Difference, Explanation } from '../model/difference.ts'
import { type FieldPath, field } from '../model/field-path.ts'
import { isList, isObject, type Json, type JsonObject, property, sameJson } from '../model/json.ts'
import type { GuardContext } from './guards/guard-context.ts'
import { guardHolds } from './guards/guard-holds.ts'
import type { Deployer } from '../model/deployer.ts'
import type { FactKind } from './guard-facts.ts'
import { type CompiledRule, factsNeeded, type RuleIndex } from './rule-index.ts'

export interface ExplainContext extends GuardContext {
  readonly deployer: Deployer | undefined
}

/**
 * Why a difference is expected; or that a rule would explain it if a fact were known, which makes the path unchecked and
 * neither drift nor in sync; or undefined: no rule has anything to say, so it is drift.
 */
export type ExplainResult =
  | { readonly explained: Explanation }
  | { readonly unknown: 'guard-unknown'; readonly rule: string }
  | undefined

/**
 * Asks the catalogue. The first rule that explains wins, in catalogue order; a rule whose guard cannot be judged stands
 * back behind later ones that can. A node that is written as a whole is expected only if everything that differs inside
 * is.
 */
export function explain(difference: Difference, context: ExplainContext, index: RuleIndex): ExplainResult {
  const rules = index.rulesFor(context.ref.group, context.ref.kind).filter((one) => one.namesObject(context.ref))
  return rules.length === 0 ? undefined : explainBy(rules, difference, context)
}

/**
 * The facts without which some rule could not judge these differences of one object, so that a pass reads no more than
 * it must. Nothing is needed where no owner fits: what a person wrote is drift whatever an autoscaler allows.
 */
export function factsToExplain(
  differences: readonly Difference[],
  context: Pick<ExplainContext, 'ref' | 'deployer'>,
  index: RuleIndex,
): ReadonlySet<FactKind> {
  const rules = index.rulesFor(context.ref.group, context.ref.kind).filter((one) => one.namesObject(context.ref))
  const facts = new Set<FactKind>()
  for (const difference of differences) {
    for (const one of rules) {
      if (couldApply(one, difference, context.deployer)) for (const fact of factsNeeded(one.rule)) facts.add(fact)
    }
  }
  return facts
}

function couldApply(one: CompiledRule, difference: Difference, deployer: Deployer | undefined): boolean {
  const { path, signals } = difference
  const inside = one.patterns.some((pattern) => pattern.covers(path) || pattern.matchesBelow(path))
  return inside && one.ownerHolds(signals, deployer)
}

function explainBy(rules: readonly CompiledRule[], difference: Difference, context: ExplainContext): ExplainResult {
  let unknown: ExplainResult
  for (const one of rules) {
    if (!applies(one, difference, context)) continue
    const { guard, id } = one.rule
    const holds = guard === undefined ? 'yes' : guardHolds(guard, { ...context, difference })
    if (holds === 'yes') return { explained: { by: 'rule', rule: id } }
    if (holds === 'unknown') unknown ??= { unknown: 'guard-unknown', rule: id }
  }
  return unknown ?? explainInside(rules, difference, context)
}

function applies(one: CompiledRule, difference: Difference, context: ExplainContext): boolean {
  if (one.rule.onlyIfSilent === true && difference.desired !== undefined) return false
  return (
    one.driftKinds.has(difference.kind) &&
    one.patterns.some((pattern) => pattern.covers(difference.path)) &&
    one.ownerHolds(difference.signals, context.deployer)
  )
}

function explainInside(rules: readonly CompiledRule[], difference: Difference, context: ExplainContext): ExplainResult {
  if (!speaksForInside(difference)) return undefined
  if (!rules.some((one) => one.patterns.some((pattern) => pattern.matchesBelow(difference.path)))) return undefined
  const inner = differencesInside(difference)
  if (inner.length === 0) return undefined
  const results = inner.map((one) => explainBy(rules, one, context))
  if (results.includes(undefined)) return undefined
  return results.find((result) => result !== undefined && 'unknown' in result) ?? results[0]
}

/**
 * True where the node is one value to the server, so that its owners wrote all of it. An element of a keyed list that
 * came is not: its fields have owners of their own, for whom the element's do not speak.
 */
function speaksForInside({ kind, path, atomic }: Difference): boolean {
  return kind === 'modified' || (kind === 'added' && (atomic || path.at(-1)?.kind === 'field'))
}

/** One level further in: what differs between the two sides, each with the signals of the node, which is one leaf to the server. */
function differencesInside(difference: Difference): readonly Difference[] {
  const { desired, live } = difference
  if (isList(live) && isList(desired)) return live.length === desired.length ? byIndex(difference, desired, live) : []
  if (isObject(live) && (isObject(desired) || desired === undefined)) return byField(difference, desired ?? {}, live)
  if (isList(live) && desired === undefined) return byIndex(difference, [], live)
  return []
}

function byIndex(difference: Difference, desired: readonly Json[], live: readonly Json[]): readonly Difference[] {
  return live.flatMap((item, index) =>
    inner(difference, [...difference.path, { kind: 'index', index }], desired[index], item),
  )
}

function byField(difference: Difference, desired: JsonObject, live: JsonObject): readonly Difference[] {
  const names = new Set([...Object.keys(desired), ...Object.keys(live)])
  return [...names].flatMap((name) =>
    inner(difference, [...difference.path, field(name)], property(desired, name), property(live, name)),
  )
}

function inner(
  outer: Difference,
  path: FieldPath,
  desired: Json | undefined,
  live: Json | undefined,
): readonly Difference[] {
  if (sameJson(desired, live)) return []
  const { signals } = outer
  if (live === undefined)
    return [{ path, kind: 'removed', ...(desired !== undefined && { desired }), atomic: true, signals }]
  if (desired === undefined) return [{ path, kind: 'added', live, atomic: true, signals }]
  return [{ path, kind: 'modified', desired, live, atomic: true, signals }]
}
