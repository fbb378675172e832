import { parsePathElement, printPathElement } from './fields-v1.ts'
import type { FieldPath, PathElement } from './field-path.ts'
import { isObject, objectOf, type Json, type JsonObject } from './json.ts'

interface Branch {
  readonly element: PathElement
  /** Whether the path to here is itself in the set. */
  member: boolean
  children: FieldSet | undefined
}

/**
 * A set of field paths, kept as a trie keyed by the fieldsV1 form of each step. Mutable only through {@link insert}
 * while it is built; the algebra returns new sets. Mirrors `fieldpath.Set` of structured-merge-diff v6.
 */
export class FieldSet {
  readonly #branches = new Map<string, Branch>()

  /** Reads the `fieldsV1` of a managedFields entry. Steps of unknown form are left out, as the server does. */
  static fromFieldsV1(fields: Json | undefined): FieldSet {
    const set = new FieldSet()
    if (isObject(fields)) set.#read(fields)
    return set
  }

  #read(fields: JsonObject): void {
    for (const text of Object.keys(fields)) {
      if (text === '.') continue
      const element = parsePathElement(text)
      const below = fields[text]
      if (element === undefined || !isObject(below)) continue
      const children = FieldSet.fromFieldsV1(below)
      const member = Object.keys(below).length === 0 || Object.hasOwn(below, '.')
      this.#branches.set(printPathElement(element), {
        element,
        member,
        children: children.isEmpty() ? undefined : children,
      })
    }
  }

  toFieldsV1(): JsonObject {
    return objectOf(
      this.#sorted().map(([text, branch]): [string, Json] => {
        if (branch.children === undefined) return [text, {}]
        const below = branch.children.toFieldsV1()
        return [text, branch.member ? objectOf([['.', {}], ...Object.entries(below)]) : below]
      }),
    )
  }

  insert(path: FieldPath): void {
    const [first, ...rest] = path
    if (first === undefined) return
    const branch = this.#branch(first)
    if (rest.length === 0) branch.member = true
    else (branch.children ??= new FieldSet()).insert(rest)
  }

  #branch(element: PathElement): Branch {
    const text = printPathElement(element)
    let branch = this.#branches.get(text)
    if (branch === undefined) {
      branch = { element, member: false, children: undefined }
      this.#branches.set(text, branch)
    }
    return branch
  }

  /** True where exactly this path is a member. */
  has(path: FieldPath): boolean {
    const branch = this.#find(path)
    return branch?.member === true
  }

  /** True where the path, or any path below it, is a member. */
  touches(path: FieldPath): boolean {
    return path.length === 0 ? !this.isEmpty() : this.#find(path) !== undefined
  }

  #find(path: FieldPath): Branch | undefined {
    const [first, ...rest] = path
    if (first === undefined) return undefined
    const branch = this.#branches.get(printPathElement(first))
    if (branch === undefined || rest.length === 0) return branch
    return branch.children === undefined ? undefined : branch.children.#find(rest)
  }

  isEmpty(): boolean {
    return this.#branches.size === 0
  }

  get size(): number {
    let count = 0
    for (const branch of this.#branches.values()) count += (branch.member ? 1 : 0) + (branch.children?.size ?? 0)
    return count
  }

  /** All member paths, sorted by their fieldsV1 form. */
  *paths(prefix: FieldPath = []): Generator<FieldPath> {
    for (const [, branch] of this.#sorted()) {
      const here = [...prefix, branch.element]
      if (branch.member) yield here
      if (branch.children !== undefined) yield* branch.children.paths(here)
    }
  }

  union(other: FieldSet): FieldSet {
    return combine(this, other, (mine, theirs) => mine || theirs)
  }

  intersection(other: FieldSet): FieldSet {
    return combine(this, other, (mine, theirs) => mine && theirs)
  }

  difference(other: FieldSet): FieldSet {
    return combine(this, other, (mine, theirs) => mine && !theirs)
  }

  /** Members that have no members below them. */
  leaves(): FieldSet {
    const result = new FieldSet()
    for (const [text, branch] of this.#branches) {
      const children = branch.children?.leaves()
      result.#put(text, branch.element, branch.member && branch.children === undefined, children)
    }
    return result
  }

  equals(other: FieldSet): boolean {
    if (this.#branches.size !== other.#branches.size) return false
    for (const [text, mine] of this.#branches) {
      const theirs = other.#branches.get(text)
      if (theirs === undefined || theirs.member !== mine.member) return false
      if (!(mine.children ?? EMPTY).equals(theirs.children ?? EMPTY)) return false
    }
    return true
  }

  #put(text: string, element: PathElement, member: boolean, children: FieldSet | undefined): void {
    const kept = children === undefined || children.isEmpty() ? undefined : children
    if (member || kept !== undefined) this.#branches.set(text, { element, member, children: kept })
  }

  #sorted(): [string, Branch][] {
    return [...this.#branches].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  }

  static combine(a: FieldSet, b: FieldSet, keep: (inA: boolean, inB: boolean) => boolean): FieldSet {
    const result = new FieldSet()
    for (const [text, mine] of a.#branches) {
      const theirs = b.#branches.get(text)
      const children = FieldSet.combine(mine.children ?? EMPTY, theirs?.children ?? EMPTY, keep)
      result.#put(text, mine.element, keep(mine.member, theirs?.member === true), children)
    }
    for (const [text, theirs] of b.#branches) {
      if (a.#branches.has(text)) continue
      const children = FieldSet.combine(EMPTY, theirs.children ?? EMPTY, keep)
      result.#put(text, theirs.element, keep(false, theirs.member), children)
    }
    return result
  }
}

const EMPTY = new FieldSet()
const combine = FieldSet.combine
