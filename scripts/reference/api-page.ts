import { MADE_BY, table } from './made-by.ts'

interface Operation {
  readonly summary: string
  readonly description?: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly description: string }[]
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
  readonly security?: readonly unknown[]
}

interface Schema {
  readonly $ref?: string
  readonly properties?: Readonly<Record<string, { readonly description?: string }>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

/** The API in words, from the OpenAPI document: one section an operation. */
export function apiPage(document: object): string {
  const { paths } = document as Document
  const sections = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(method.toUpperCase(), path, operation)),
  )
  return `${[MADE_BY, '# HTTP API', INTRODUCTION, ...sections].join('\n\n')}\n`
}

const INTRODUCTION = `\`driftage serve\` answers under \`/api/v1\`; \`schemas/openapi.json\` of the package, also at \`/api/v1/openapi.json\`, is the contract in
full. Within v1 members may be added; none is removed or changes its meaning. Times are RFC 3339 in UTC, ages have whole seconds and a text, integers are
written in full.

Everything but \`/healthz\` and \`/readyz\` needs \`Authorization: Bearer TOKEN\`; without a valid one all paths answer the same. What
changes something needs a token that may write, \`Content-Type: application/json\` and the header \`X-Driftage-Client\` with any value. Bound to loopback, the
service answers only to the names of this machine.

Errors are problems as in RFC 9457 with the \`code\` of the [catalogue](errors.md). Lists come in pages: give \`next\` as \`cursor\`.`

function section(method: string, path: string, operation: Operation): string {
  const { summary, description, parameters = [], requestBody } = operation
  const members = Object.entries(requestBody?.content['application/json'].schema.properties ?? {})
  const rows = [
    ...parameters.map((one) => [`\`${one.name}\``, one.in, one.description]),
    ...members.map(([name, member]) => [`\`${name}\``, 'body', member.description ?? '']),
  ]
  const open = operation.security?.length === 0 ? ' Needs no token.' : ''
  return [
    `## ${method} ${path}`,
    `${summary}.${open}${description === undefined ? '' : ` ${description}`}`,
    table(['parameter', 'in', 'meaning'], rows),
    answerText(operation),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

function answerText({ responses }: Operation): string {
  if (responses['204'] !== undefined) return 'Answers with nothing but 204.'
  const name = responses['200']?.content?.['application/json']?.schema.$ref?.split('/').at(-1)
  return name === undefined ? '' : `Answers with \`${name}\`.`
}
