import { MADE_BY, table } from './made-by.ts'

/** The parts of JSON Schema that our own schemas use. */
interface Schema {
  readonly description?: string
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly string[]
  readonly const?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly format?: string
  readonly $defs?: Readonly<Record<string, Schema>>
}

type Definitions = Readonly<Record<string, Schema>>

/** The contract in words: one section per object, one row per member. */
export function scanPage(schema: object): string {
  const named = (schema as Schema).$defs ?? {}
  const definitions = Object.entries(named)
  const objects = definitions.filter(([, definition]) => definition.properties !== undefined)
  const sections = objects.map(([name, definition]) => section(name, definition, named))
  const words = definitions.filter(([, definition]) => definition.properties === undefined)
  const values = table(
    ['type', 'values', 'meaning'],
    words.map(([name, definition]) => [name, typeText(definition), definition.description ?? '']),
  )
  return `${[MADE_BY, '# JSON of scan and diff', INTRODUCTION, ...sections, '## Named values', values, LINES].join('\n\n')}\n`
}

const INTRODUCTION = `\`driftage scan -o json\` and \`driftage diff -o json\` print one object, \`ScanReport\`; \`-o yaml\` prints the same as YAML. It is
a contract: its name and version are in \`schemaVersion\`, its schema is \`schemas/scan-v1.schema.json\` in the package. Within v1
members may be added; none is removed or changes its meaning. Ignore members that you do not know. Integers are written in
full: where they can be beyond 2^53, read them with a parser that keeps them. "Optional" members are absent, never null.`

const LINES = `## Lines

\`-o jsonl\` prints the same as one JSON object a line. The first line has \`"type": "header"\` with \`schemaVersion\`, \`verdict\`, \`asOf\`
and \`summary\`. Every other line is an entry of one of the lists, with the list in \`type\`: \`finding\`, \`pending\`, \`expected\`,
\`excluded\`, \`notChecked\`, \`limit\`.`

function section(name: string, definition: Schema, named: Definitions): string {
  const rows = members(definition, '', named)
  return [`## ${name}`, definition.description ?? '', table(['member', 'type', 'meaning'], rows)].join('\n\n')
}

/** Rows of an object; members of objects without a name of their own follow with their path. */
function members(definition: Schema, prefix: string, named: Definitions): readonly (readonly string[])[] {
  return Object.entries(definition.properties ?? {}).flatMap(([name, member]) => {
    const optional = definition.required?.includes(name) === true ? '' : 'Optional. '
    const row = [
      `\`${prefix}${name}\``,
      typeText(member),
      `${optional}${member.description ?? named[nameOf(member)]?.description ?? ''}`,
    ]
    const isList = member.items !== undefined
    return [row, ...members(member.items ?? member, `${prefix}${name}${isList ? '[]' : ''}.`, named)]
  })
}

/** Name of the definition that a member refers to; empty where it refers to none. */
function nameOf(schema: Schema): string {
  return (schema.$ref ?? schema.allOf?.[0]?.$ref ?? '').replace('#/$defs/', '')
}

function typeText(schema: Schema): string {
  const name = nameOf(schema)
  if (name !== '') return name
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' or ')
  if (schema.const !== undefined) return `\`${schema.const}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${value}\``).join(', ')
  if (schema.items !== undefined) return `list of ${typeText(schema.items)}`
  return schema.format === 'date-time' ? 'time' : (schema.type ?? 'any')
}
