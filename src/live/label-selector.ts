import { isList, isObject, property, stringAt, textOf, type Json } from '../model/json.ts'

/** Labels as far as they are known; `complete` false means that there may be others. */
export interface KnownLabels {
  readonly labels: ReadonlyMap<string, string>
  readonly complete: boolean
}

/**
 * Whether a `LabelSelector` may select something with these labels. Where that hangs on a label that is not known, it
 * may: an admission plug-in that perhaps acts cannot be ruled out.
 */
export function maySelect(selector: Json | undefined, known: KnownLabels): boolean {
  if (!isObject(selector)) return true
  const wanted = property(selector, 'matchLabels')
  if (isObject(wanted) && !Object.keys(wanted).every((key) => mayHold(key, 'In', [textOf(wanted[key])], known)))
    return false
  const expressions = property(selector, 'matchExpressions')
  if (!isList(expressions)) return true
  return expressions.every((expression) => {
    const values = isObject(expression) ? property(expression, 'values') : undefined
    const key = stringAt(expression, 'key') ?? ''
    return mayHold(key, stringAt(expression, 'operator') ?? '', isList(values) ? values.map(textOf) : [], known)
  })
}

function mayHold(key: string, operator: string, values: readonly string[], known: KnownLabels): boolean {
  const value = known.labels.get(key)
  if (value === undefined && !known.complete) return true
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    default:
      return true
  }
}
