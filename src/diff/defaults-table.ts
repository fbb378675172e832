import { at, isList, isObject, sameJson, type Json, type JsonObject } from '../model/json.ts'
import { computedDefault, type Computation } from './computed-default.ts'

/**
 * Defaults that the API server fills in and no schema tells, by OpenAPI component and field. Generated from dry-run
 * creates on the real server; never typed by hand.
 */
export type DefaultsTable = Readonly<Record<string, Readonly<Record<string, readonly DefaultRule[]>>>>

/** A live value is a default where one rule of its field yields it and all conditions of that rule hold. */
export interface DefaultRule {
  /** The value itself. Exactly one of value, copyOf and computed is given. */
  readonly value?: Json
  /**
   * The value of another field: path from the object that holds the field, `^` leads one object up (`^.name`). In a rule
   * for the values of a map, `*` is the key (`limits.*`).
   */
  readonly copyOf?: string
  readonly computed?: Computation
  readonly when?: readonly Condition[]
}

/** A condition on the live object, since that is what the server filled in. */
export interface Condition {
  /**
   * As {@link DefaultRule.copyOf}. `^.^` alone is the object two levels up, empty is the object that holds the field, and
   * `@` the name of the field (of the list) in which that object stands; `@kind` group and kind of the whole object.
   */
  readonly path: string
  /** The values of which one must stand there; `null` means absent. Without a further word something must stand there. */
  readonly oneOf?: readonly Json[]
  /** Nothing, or none of these, may stand there. */
  readonly noneOf?: readonly Json[]
  /** The object there has no other fields than these. */
  readonly only?: readonly string[]
  /** Asked of the desired object instead, where the live one has forgotten what the server decided by. */
  readonly of?: 'desired'
}

/** Where a value stands, as rules see it. */
export interface RulePlace {
  readonly component: string
  /** Name of the field; of a value in a map `name.*`, where `name` is the map. */
  readonly field: string
  /** Key of the value in its map; empty otherwise. */
  readonly key: string
  /** The live objects around the field, innermost first (lists are skipped). */
  readonly holders: readonly Json[]
  /** The desired objects at the same places; undefined where Git has none. */
  readonly desired: readonly (Json | undefined)[]
  /** Name of the field, or of the list, in which the innermost of them stands; empty at the root. */
  readonly position: string
  /** Of the whole object, as {@link printKind} writes it. */
  readonly kind: string
}

/** `apps/Deployment`, `Service`. */
export function printKind({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return group === '' ? kind : `${group}/${kind}`
}

/** Whether the server fills in a value that `fits`. */
export function isTableDefault(table: DefaultsTable, place: RulePlace, fits: (expected: Json) => boolean): boolean {
  return isDerived(table, place, fits, [])
}

/** @param from the fields that this value would be copied to */
function isDerived(
  table: DefaultsTable,
  place: RulePlace,
  fits: (expected: Json) => boolean,
  from: readonly string[],
): boolean {
  return rulesAt(table, place.component, place.field).some((rule) => {
    const expected = valueOf(rule, place)
    if (expected === undefined || !fits(expected) || !applies(rule, place)) return false
    return rule.copyOf === undefined || isGrounded(table, rule.copyOf, expected, place, [...from, place.field])
  })
}

/**
 * What is copied must be Git's, or the server's own by another rule. Two fields that the server keeps equal, such as
 * `serviceAccount` and `serviceAccountName`, would explain each other otherwise when somebody adds both.
 */
function isGrounded(
  table: DefaultsTable,
  source: string,
  value: Json,
  place: RulePlace,
  from: readonly string[],
): boolean {
  if ((follow(source, place.desired, place.key) ?? null) !== null) return true
  return !from.includes(source) && isDerived(table, { ...place, field: source }, (one) => sameJson(one, value), from)
}

export function rulesAt(table: DefaultsTable, component: string, field: string): readonly DefaultRule[] {
  const fields = Object.hasOwn(table, component) ? table[component] : undefined
  return fields !== undefined && Object.hasOwn(fields, field) ? (fields[field] ?? []) : []
}

/** The value that a rule yields, whether or not its conditions hold. */
export function valueOf(rule: DefaultRule, { holders, key }: RulePlace): Json | undefined {
  if (rule.computed !== undefined) return computedDefault(rule.computed, holders[0])
  return rule.copyOf === undefined ? rule.value : follow(rule.copyOf, holders, key)
}

export function applies(rule: DefaultRule, place: RulePlace): boolean {
  return (rule.when ?? []).every((condition) => holds(condition, place))
}

function holds(condition: Condition, place: RulePlace): boolean {
  const found = conditionValue(condition, place) ?? null
  if (condition.only !== undefined) return isObject(found) && hasOnly(found, condition.only)
  if (condition.noneOf !== undefined) return !condition.noneOf.some((value) => sameJson(value, found))
  if (condition.oneOf !== undefined) return condition.oneOf.some((value) => sameJson(value, found))
  return found !== null
}

function conditionValue(
  { path, of }: Condition,
  { holders, desired, position, kind, key }: RulePlace,
): Json | undefined {
  if (path === '@') return position
  if (path === '@kind') return kind
  return follow(path, of === 'desired' ? desired : holders, key)
}

function hasOnly(object: JsonObject, names: readonly string[]): boolean {
  return Object.keys(object).every((name) => names.includes(name))
}

function follow(path: string, holders: readonly (Json | undefined)[], key: string): Json | undefined {
  const steps = path === '' ? [] : path.split('.')
  const up = steps.filter((step) => step === '^').length
  return at(holders[up], ...steps.slice(up).map((step) => (step === '*' ? key : step)))
}

/** Whether a value holds nothing: what an encoder that omits empty values would leave out. */
export function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true
  if (isList(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}
