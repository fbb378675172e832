import { createHash } from 'node:crypto'

/** Something that may appear nowhere, made so that a hit says where it came from. */
export interface Canary {
  readonly name: string
  readonly value: string
}

/** Canaries by the place where they sit. */
export class Canaries {
  readonly #all: Canary[] = []

  /** Another value at each call; `name` says where it is put. */
  value(name: string): string {
    const number = this.#all.length + 1
    const value = `Canary${number}z${createHash('sha1').update(`${name} ${number}`).digest('hex').slice(0, 12)}Zy${number}`
    this.#all.push({ name, value })
    return value
  }

  /** A value that stands in some other form than plain, such as a number. */
  known(name: string, value: string): string {
    this.#all.push({ name, value })
    return value
  }

  /** `canary as form` of each that the text holds: plain, in base64 at any offset, escaped, or as a hash. */
  in(text: string): readonly string[] {
    return this.#all.flatMap(({ name, value }) =>
      formsOf(value).flatMap(({ form, written }) => (text.includes(written) ? [`${name} as ${form}`] : [])),
    )
  }
}

interface Form {
  readonly form: string
  readonly written: string
}

function formsOf(value: string): readonly Form[] {
  const hashes = ['sha256', 'sha1', 'md5'].flatMap((algorithm): Form[] => {
    const digest = createHash(algorithm).update(value).digest()
    const written = [digest.toString('hex'), digest.toString('base64'), digest.toString('hex').slice(0, 16)]
    return written.map((one) => ({ form: algorithm, written: one }))
  })
  return [
    { form: 'itself', written: value },
    // A beginning or an end of a secret is a part of it.
    { form: 'its beginning', written: value.slice(0, 10) },
    ...base64Runs(value).map((written) => ({ form: 'base64', written })),
    { form: 'hexadecimal', written: Buffer.from(value).toString('hex') },
    ...hashes,
  ]
}

/** The characters of base64 that the value decides, whatever stands before it. */
function base64Runs(value: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.from(`${'x'.repeat(offset)}${value}`)
      .toString('base64')
      .replace(/=+$/, '')
    return text.slice(offset === 0 ? 0 : 4, -2)
  })
}
