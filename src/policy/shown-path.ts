import { type FieldPath, type KeyPart, type PathElement, printPath } from '../model/field-path.ts'
import { isSecretKey } from './sensitive.ts'

const MASKED = '(masked)'

/**
 * The written path as it may be shown. Members of sets and keys of lists stand in a path with their values, which are
 * masked where they may be secrets; that two paths look alike then is the lesser evil.
 */
export function shownPath(path: FieldPath, sensitive: boolean): string {
  return printPath(path.map((element) => shownElement(element, sensitive)))
}

function shownElement(element: PathElement, sensitive: boolean): PathElement {
  if (element.kind === 'value' && sensitive) return { kind: 'value', value: MASKED }
  return element.kind === 'key' ? { kind: 'key', keys: element.keys.map(shownPart) } : element
}

function shownPart(part: KeyPart): KeyPart {
  return isSecretKey(part) ? { name: part.name, value: MASKED } : part
}
