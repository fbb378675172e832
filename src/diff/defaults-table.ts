import { at, isList, isObject, sameJson, stringAt, type Json } from '../model/json.ts'

/**
 * Defaults that the API server fills in and no schema tells, by OpenAPI component and field. Generated from dry-run
 * creates on the real server; never typed by hand.
 */
export type DefaultsTable = Readonly<Record<string, Readonly<Record<string, readonly DefaultRule[]>>>>

/** A live value is a default where one rule of its field yields it and all conditions of that rule hold. */
export interface DefaultRule {
  /** The value itself. Exactly one of value, copyOf and computed is given. */
  readonly value?: Json
  /** The value of another field: path from the object that holds the field, `^` leads one object up (`^.name`). */
  readonly copyOf?: string
  readonly computed?: 'image-pull-policy'
  readonly when?: readonly Condition[]
}

/** A condition on the live object, since that is what the server filled in. */
export interface Condition {
  /** As {@link DefaultRule.copyOf}. */
  readonly path: string
  /** The values of which one must stand there; `null` means absent. Not given: something must stand there. */
  readonly oneOf?: readonly Json[]
  /** Nothing, or none of these, may stand there. */
  readonly noneOf?: readonly Json[]
}

/**
 * Whether the server fills in `value` at `component.field`.
 * @param holders the live objects around the field, innermost first (lists are skipped)
 */
export function isTableDefault(
  table: DefaultsTable,
  component: string,
  field: string,
  value: Json,
  holders: readonly Json[],
): boolean {
  const fields = Object.hasOwn(table, component) ? table[component] : undefined
  const rules = fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined
  return rules?.some((rule) => yields(rule, value, holders) && (rule.when ?? []).every((c) => holds(c, holders))) ?? false
}

function yields(rule: DefaultRule, value: Json, holders: readonly Json[]): boolean {
  if (rule.computed !== undefined) return value === imagePullPolicy(holders[0])
  const expected = rule.copyOf === undefined ? rule.value : follow(rule.copyOf, holders)
  return expected !== undefined && sameJson(expected, value)
}

function holds(condition: Condition, holders: readonly Json[]): boolean {
  const found = follow(condition.path, holders) ?? null
  if (condition.noneOf !== undefined) return !condition.noneOf.some((value) => sameJson(value, found))
  if (condition.oneOf !== undefined) return condition.oneOf.some((value) => sameJson(value, found))
  return found !== null
}

function follow(path: string, holders: readonly Json[]): Json | undefined {
  const steps = path.split('.')
  const up = steps.filter((step) => step === '^').length
  return at(holders[up], ...steps.slice(up))
}

/** `Always` where the image has the tag latest or none, `IfNotPresent` otherwise; a digest counts as a tag. */
function imagePullPolicy(container: Json | undefined): string | undefined {
  const image = stringAt(container, 'image')
  if (image === undefined) return undefined
  if (image.includes('@')) return 'IfNotPresent'
  const tag = /:([^/:]+)$/.exec(image)?.[1]
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent'
}

/** Whether a value holds nothing: what an encoder that omits empty values would leave out. */
export function isEmpty(value: Json): boolean {
  if (value === null || value === '' || value === 0 || value === false) return true
  if (isList(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}
