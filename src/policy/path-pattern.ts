import type { FieldPath, KeyPart, PathElement } from '../model/field-path.ts'
import { parseElement } from '../model/field-path-parse.ts'
import type { JsonScalar } from '../model/json.ts'
import { globTest } from './glob.ts'

/**
 * A pattern over field paths, in the syntax of the written path plus: `[*]` any list element, `.*` any one field,
 * and `*` as a wildcard inside quoted text (`["prefix*"]`, `[name="web*"]`, `[="prefix*"]`). A pattern may name some
 * parts of a key and leave the others open.
 */
export interface PathPattern {
  readonly text: string
  /** Number of path elements that it names. */
  readonly depth: number
  /** True where the pattern names exactly this path. */
  readonly matches: (path: FieldPath) => boolean
  /** True where the path is what the pattern names, or lies inside it. */
  readonly covers: (path: FieldPath) => boolean
  /** True where something inside `path` (and not `path` itself) could be what the pattern names. */
  readonly matchesBelow: (path: FieldPath) => boolean
}

type Step = (element: PathElement) => boolean

/** Compiles a pattern once; throws a SyntaxError where the text is not one, so that a wrong catalogue never loads. */
export function compilePattern(text: string): PathPattern {
  const steps = parseSteps(text)
  // The common steps of both, compared from the end: siblings differ there, while `spec.template.spec` is always alike.
  const agree = (path: FieldPath, count: number): boolean => {
    for (let i = count - 1; i >= 0; i--) {
      if (!(steps[i] as Step)(path[i] as PathElement)) return false
    }
    return true
  }
  return {
    text,
    depth: steps.length,
    matches: (path) => path.length === steps.length && agree(path, steps.length),
    covers: (path) => path.length >= steps.length && agree(path, steps.length),
    matchesBelow: (path) => path.length < steps.length && agree(path, path.length),
  }
}

function parseSteps(text: string): readonly Step[] {
  const steps: Step[] = []
  let offset = 0
  while (offset < text.length) {
    if (text.startsWith('[*]', offset)) {
      steps.push((element) => element.kind !== 'field')
      offset += 3
    } else if (text.startsWith('.*', offset)) {
      steps.push((element) => element.kind === 'field')
      offset += 2
    } else {
      const parsed = parseElement(text, offset)
      if (parsed === undefined) throw new SyntaxError(`Not a path pattern at offset ${offset}: ${text}`)
      steps.push(stepFor(parsed.element))
      offset = parsed.end
    }
  }
  return steps
}

function stepFor(wanted: PathElement): Step {
  switch (wanted.kind) {
    case 'field': {
      const test = globTest(wanted.name)
      return (element) => element.kind === 'field' && test(element.name)
    }
    case 'index':
      return (element) => element.kind === 'index' && element.index === wanted.index
    case 'value': {
      const test = scalarTest(wanted.value)
      return (element) => element.kind === 'value' && test(element.value)
    }
    case 'key': {
      const parts = wanted.keys.map((part) => ({ name: part.name, test: scalarTest(part.value) }))
      return (element) => element.kind === 'key' && parts.every((part) => partHolds(element.keys, part))
    }
  }
}

function partHolds(keys: readonly KeyPart[], wanted: { name: string; test: (value: JsonScalar) => boolean }): boolean {
  return keys.some((part) => part.name === wanted.name && wanted.test(part.value))
}

function scalarTest(wanted: JsonScalar): (value: JsonScalar) => boolean {
  if (typeof wanted !== 'string') return (value) => value === wanted
  const test = globTest(wanted)
  return (value) => typeof value === 'string' && test(value)
}
