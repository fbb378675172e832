import { configSchema, sourceConfigSchema } from '../../src/config/config-schema.ts'
import type { JsonSchema } from '../../src/config/schema-keys.ts'
import { MADE_BY, table } from './made-by.ts'

/** Every key of the configuration, from the schema that also checks it. */
export function configPage(): string {
  const schema = configSchema()
  const sections = Object.entries(schema.properties ?? {}).map(([name, member]) => section(name, member))
  const parts = [MADE_BY, '# Configuration', INTRODUCTION, ...sections, SOURCE, keysTable(sourceConfigSchema())]
  return `${parts.join('\n\n')}\n`
}

const INTRODUCTION = `\`driftage.yaml\` says which clusters are watched, where their desired states come from, and what is done about drift. It is
checked as a whole: an unknown key, a value out of bounds or a name that nothing has is refused with file, line and reason, and
the configuration in use stays in use. \`schemas/driftage-config.schema.json\` in the package lets editors complete and check it:

\`\`\`yaml
# yaml-language-server: $schema=node_modules/driftage/schemas/driftage-config.schema.json
version: 1
clusters:
  - name: prod-eu
sources:
  - name: shop
    git:
      url: https://git.example.com/shop.git
      path: deploy/overlays/prod
\`\`\`

Durations are written \`90s\`, \`10m\`, \`4h\`, \`30d\`, or \`1h30m\`. Paths are meant from the folder of the file in which they stand.
A secret never stands in the configuration, only the place of one: \`env:NAME\` or \`file:/path\`.

Included files may hold \`includes\`, \`clusters\`, \`sources\`, \`rules\`, \`calendars\` and \`incidents\`; the lists are joined in the order of
the includes. Everything else belongs into the main file.`

const SOURCE = `## .driftage.yaml

A source's repository may hold this file in its root. Its rules hold for objects that only this source holds, come after the
central ones, and stay within \`sourceBounds\`; one violation sets the whole file aside. Rules are written as above, without
\`clusters\` and \`sources\`.`

function section(name: string, schema: JsonSchema): string {
  const list = schema.items === undefined ? schema : schema.items
  const parts = [`## ${name}`, schema.description ?? '', keysTable(list)]
  return parts.filter((part) => part !== '').join('\n\n')
}

function keysTable(schema: JsonSchema): string {
  return table(['key', 'type', 'meaning'], rowsOf(schema, ''))
}

/** A row for each key; keys of maps and of lists of maps follow with their path. Rules are told once. */
function rowsOf(schema: JsonSchema, prefix: string): readonly (readonly string[])[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const isRequired = schema.required?.includes(name) === true
    const row = [`\`${prefix}${name}\``, typeOf(member), meaningOf(member, isRequired)]
    if (prefix === '' && name === 'rules') return [row]
    const inner = member.items ?? member
    return [row, ...rowsOf(inner, `${prefix}${name}${member.items === undefined ? '' : '[]'}.`)]
  })
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${String(value)}\``).join(', ')
  if (schema.items !== undefined)
    return `list of ${schema.items.properties === undefined ? typeOf(schema.items) : 'maps'}`
  if (schema.type === 'object') return 'map'
  if (schema.type === 'string') return schema.pattern?.includes('env:') === true ? 'place of a secret' : 'text'
  return schema.type === 'boolean' ? 'true or false' : 'number'
}

function meaningOf(schema: JsonSchema, isRequired: boolean): string {
  const { default: usual, description = '' } = schema
  const isEmpty = Array.isArray(usual) && usual.length === 0
  const isMap = typeof usual === 'object' && !Array.isArray(usual)
  const shown = typeof usual === 'string' ? usual : JSON.stringify(usual)
  const fallback = usual === undefined || isEmpty || isMap ? '' : ` Default: \`${shown}\`.`
  return `${isRequired ? 'Needed. ' : ''}${description}${fallback}`.trim()
}
