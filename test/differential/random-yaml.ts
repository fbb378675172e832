import type { Random } from './random.ts'
import { ESCAPES, KEYS, PLAIN_SCALARS, TAGS } from './yaml-words.ts'

/** A file of random documents, most of them valid, with what people write by hand and what generators write. */
export function randomYaml(random: Random): string {
  const count = random.pick([1, 1, 1, 1, 2, 3])
  const parts = Array.from({ length: count }, () => new YamlWriter(random).document())
  const separator = random.pick(['---\n', '---\n', '---\n', '--- # next\n', '---\n\n', '---\n---\n'])
  const text = `${random.chance(0.3) ? '---\n' : ''}${parts.join(separator)}`
  return random.chance(0.05) ? text.replaceAll('\n', '\r\n') : text
}

class YamlWriter {
  readonly #random: Random
  readonly #anchors: string[] = []

  constructor(random: Random) {
    this.#random = random
  }

  document(): string {
    if (this.#random.chance(0.03))
      return this.#random.pick(['', '\n', '# only a comment\n', 'null\n', '~\n', '{}\n', '[]\n'])
    const body = this.#random.chance(0.05) ? `${this.#flow(0)}\n` : this.#map(0, 0)
    return this.#random.chance(0.02) ? `${body}...\n` : body
  }

  #map(indent: number, depth: number): string {
    let text = ''
    for (const key of this.#keys()) {
      text += `${' '.repeat(indent)}${key}:${this.#value(indent, depth)}`
      if (this.#random.chance(0.05)) text += this.#random.pick(['\n', '  # comment\n', '# comment\n'])
    }
    if (this.#anchors.length > 0 && this.#random.chance(0.15)) text += `${' '.repeat(indent)}<<: ${this.#alias()}\n`
    return text
  }

  #keys(): string[] {
    const count = this.#random.between(1, 4)
    if (this.#random.chance(0.02)) return ['a', 'a']
    return this.#random.chance(0.85)
      ? this.#random.some(['a', 'b', 'c', 'name', 'spec', 'x-y'], count)
      : this.#random.some(KEYS, count)
  }

  /** What follows a colon or a dash, line end included. */
  #value(indent: number, depth: number): string {
    const form = depth > 3 ? this.#random.between(0, 5) : this.#random.between(0, 11)
    if (form <= 3) return ` ${this.#scalar()}${this.#comment()}\n`
    if (form === 4) return this.#blockScalar(indent)
    if (form === 5) return ` ${this.#flow(depth)}${this.#comment()}\n`
    return this.#anchored((anchor) =>
      form <= 8
        ? `${anchor}\n${this.#map(indent + this.#random.pick([2, 2, 2, 4, 1]), depth + 1)}`
        : `${anchor}\n${this.#list(indent + this.#random.pick([0, 2, 2]), depth + 1)}`,
    )
  }

  #list(indent: number, depth: number): string {
    let text = ''
    for (let i = this.#random.between(1, 3); i > 0; i--) {
      const compact = this.#random.chance(0.4)
      const item = compact ? ` ${this.#map(indent + 2, depth + 1).trimStart()}` : this.#value(indent, depth + 1)
      text += `${' '.repeat(indent)}-${item}`
    }
    return text
  }

  #scalar(): string {
    const form = this.#random.between(0, 19)
    if (form <= 11) return this.#random.pick(PLAIN_SCALARS)
    if (form <= 13) return `'${this.#random.pick(PLAIN_SCALARS).replaceAll("'", "''")}'`
    if (form <= 15) return this.#doubleQuoted()
    if (form === 16) return `${this.#random.pick(TAGS)} ${this.#random.pick(PLAIN_SCALARS)}`
    if (form === 17 && this.#anchors.length > 0) return this.#alias()
    if (form === 18) return this.#anchored((anchor) => `${anchor} ${this.#random.pick(['x', '1', 'yes'])}`.trim())
    return this.#random.pick(['x', 'y z', '443'])
  }

  #doubleQuoted(): string {
    const parts = [
      this.#random.pick(['', 'x', 'a b', 'ünï']),
      this.#random.chance(0.5) ? this.#random.pick(ESCAPES) : '',
    ]
    return `"${parts.join('')}${this.#random.pick(['', 'z'])}"`
  }

  #blockScalar(indent: number): string {
    const header = `${this.#random.pick(['|', '>'])}${this.#random.pick(['', '', '-', '+', '2', '2-'])}`
    const pad = ' '.repeat(indent + 2)
    const lines = Array.from({ length: this.#random.between(0, 4) }, () =>
      this.#random.pick([
        `${pad}line`,
        `${pad}  more`,
        '',
        `${pad}# no comment`,
        `${pad}key: value`,
        `${pad}--- x`,
        ' ',
        `${pad}end `,
      ]),
    )
    return ` ${header}${this.#comment()}\n${lines.map((line) => `${line}\n`).join('')}`
  }

  #flow(depth: number): string {
    const space = this.#random.pick(['', ' '])
    const items = Array.from({ length: this.#random.between(0, 3) }, (_, i) => ({
      key: `k${i}`,
      value: this.#flowItem(depth),
    }))
    if (this.#random.chance(0.5)) return `[${space}${items.map(({ value }) => value).join(`,${space}`)}${space}]`
    return `{${space}${items.map(({ key, value }) => `${key}: ${value}`).join(`,${space}`)}${space}}`
  }

  #flowItem(depth: number): string {
    if (depth < 3 && this.#random.chance(0.2)) return this.#flow(depth + 1)
    return this.#random.pick(['x', '1', 'yes', '"q"', "'s'", '~', '0777', 'a b', '1.5', '"a, b"', 'http://x'])
  }

  /** An anchor can be named only after its value, or it would contain itself, which is an error; rarely it does. */
  #anchored(write: (anchor: string) => string): string {
    if (!this.#random.chance(0.12)) return write('')
    const name = `n${this.#random.between(0, 999)}`
    const containsItself = this.#random.chance(0.02)
    if (containsItself) this.#anchors.push(name)
    const text = write(` &${name}`)
    if (!containsItself) this.#anchors.push(name)
    return text
  }

  #alias(): string {
    return `*${this.#random.chance(0.02) ? 'unknown' : this.#random.pick(this.#anchors)}`
  }

  #comment(): string {
    return this.#random.chance(0.08) ? this.#random.pick([' # comment', ' #', '\t# tab']) : ''
  }
}
