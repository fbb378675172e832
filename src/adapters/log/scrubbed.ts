const MASKED = '(masked)'

/** Fields of such names never have a place in a log, whoever sets them. */
const SECRET_NAME = /token|secret|password|passwd|authorization|cookie|credential|private.?key|api.?key/i

/** User and password in an address, and what follows an authentication scheme (B-06). */
const IN_ADDRESS = /(:\/\/)[^\s/@?#]+@/g
const IN_HEADER = /\b(Bearer|Basic)\s+[^\s"',;]+/gi

type Fields = Readonly<Record<string, string | number | boolean>>

/** A second guard: nothing secret should be given to the log in the first place. */
export function scrubbed(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, SECRET_NAME.test(name) ? MASKED : scrubbedValue(value)]),
  )
}

function scrubbedValue(value: string | number | boolean): string | number | boolean {
  return typeof value === 'string' ? scrubbedText(value) : value
}

export function scrubbedText(text: string): string {
  return text.replace(IN_ADDRESS, `$1${MASKED}@`).replace(IN_HEADER, `$1 ${MASKED}`)
}
