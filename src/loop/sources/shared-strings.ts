import { isList, isObject, type Json, objectOf } from '../../model/json.ts'

/** Longer ones are hardly ever the same in two manifests. */
const LONGEST = 100

/**
 * Strings that are equal become one in memory: names, images and labels come again and again in what a source says, and
 * what a parser gives are copies.
 */
export class SharedStrings {
  readonly #known = new Map<string, string>()

  /** The same content in another value. */
  sharedBy<T extends Json>(value: T): T {
    return this.#shared(value) as T
  }

  #shared(value: Json): Json {
    if (typeof value === 'string') return this.#string(value)
    if (isList(value)) return value.map((item) => this.#shared(item))
    if (!isObject(value)) return value
    return objectOf(Object.keys(value).map((key) => [key, this.#shared(value[key] as Json)]))
  }

  #string(text: string): string {
    if (text.length > LONGEST) return text
    const same = this.#known.get(text)
    if (same === undefined) this.#known.set(text, text)
    return same ?? text
  }
}
