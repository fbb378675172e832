import { inspect } from 'node:util'

/** Text that must reach no log, error or report: printing, inspecting and serialising it yields a placeholder (S-7). */
export class SecretText {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  /** The text itself. Only what puts it on the wire or into TLS may ask. */
  reveal(): string {
    return this.#text
  }

  /** Another secret made of this one, such as a header. */
  map(change: (text: string) => string): SecretText {
    return new SecretText(change(this.#text))
  }

  toString(): string {
    return '[hidden]'
  }

  toJSON(): string {
    return '[hidden]'
  }

  [inspect.custom](): string {
    return '[hidden]'
  }
}
