import { z } from 'zod'
import type { Route } from './route.ts'

type JsonSchema = Record<string, unknown>

/** The document of the API: OpenAPI 3.1, from the definitions that also validate and answer. */
export function openApi(routes: readonly Route[]): object {
  const components: Record<string, JsonSchema> = {}
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const { path, method } = route.definition
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(route, components) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'driftage',
      version: 'v1',
      description:
        'What drifted between Git and clusters, since when, by whom, and what is being done about it. Within v1 members may be added, never removed or given another meaning; ignore what you do not know. Integers are written in full, also beyond 2^53.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }],
    paths: { ...paths, ...PLAIN_PATHS },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { ...sorted(components), Problem: PROBLEM },
      responses: { Problem: PROBLEM_RESPONSE },
    },
  }
}

function operation({ definition }: Route, components: Record<string, JsonSchema>): object {
  const { operation: operationId, summary, params, query, body, response, may } = definition
  return {
    operationId,
    summary,
    ...(may === 'write' ? { description: 'Needs a token that may write, and the header `X-Driftage-Client`.' } : {}),
    parameters: [
      ...parameters(params, 'path'),
      ...parameters(query, 'query'),
      ...(may === 'write' ? [CLIENT_HEADER] : []),
    ],
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(body, 'input', components) } },
          },
        }),
    responses: {
      ...(response === undefined
        ? { '204': { description: 'Done.' } }
        : {
            '200': {
              description: 'What was asked for.',
              content: { 'application/json': { schema: schemaOf(response, 'output', components) } },
            },
          }),
      default: { $ref: '#/components/responses/Problem' },
    },
  }
}

function parameters(schema: z.ZodType, where: 'path' | 'query'): readonly object[] {
  const { properties = {}, required = [] } = plainSchema(schema, 'input') as {
    properties?: Readonly<Record<string, JsonSchema>>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    description,
    schema: rest,
  }))
}

/** Schemas with a name go to the components, once each. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Record<string, JsonSchema>): JsonSchema {
  const { $defs, id, ...rest } = hoisted(plainSchema(schema, io)) as JsonSchema & { $defs?: Record<string, JsonSchema> }
  for (const [name, { id: _id, ...definition }] of Object.entries($defs ?? {})) components[name] = definition
  if (typeof id !== 'string') return rest
  components[id] = rest
  return { $ref: `#/components/schemas/${id}` }
}

function plainSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Zod writes TypeScript's `readonly` as `readOnly`, which in OpenAPI is about who may send a member.
      delete jsonSchema.readOnly
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      // Answers may gain members within v1; requests may not hold what is not known.
      if (io === 'output') delete jsonSchema.additionalProperties
    },
  })
  return rest
}

function hoisted(value: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(value).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema
}

function sorted(schemas: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

const CLIENT_HEADER = {
  name: 'X-Driftage-Client',
  in: 'header',
  required: true,
  description: 'Any value, such as the name of the program: a page of another site cannot send it.',
  schema: { type: 'string' },
}

const PROBLEM = {
  title: 'Problem',
  description: 'An error as RFC 9457 has it.',
  type: 'object',
  properties: {
    type: { type: 'string', description: 'Names the kind of error.' },
    title: { type: 'string', description: 'The same for people.' },
    status: { type: 'integer', description: 'Status of the answer.' },
    code: { type: 'string', description: 'Code of the catalogue; `driftage errors CODE` says more.' },
    detail: { type: 'string', description: 'What happened, what to do, and what state things are in.' },
    request: { type: 'string', description: 'Number of the request in the log.' },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
}

const PROBLEM_RESPONSE = {
  description: 'It was not done.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

const text = (type: string, description: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
})
const json = (description: string) => ({ description, content: { 'application/json': { schema: { type: 'object' } } } })

/** What answers in another way than the routes. */
const PLAIN_PATHS = {
  '/api/v1/changes': {
    get: {
      operationId: 'followChanges',
      summary: 'Activity as it is recorded, as server-sent events',
      description:
        'Events named `activity` hold one entry each as JSON, and its number as id; with `Last-Event-ID` the stream goes on after that entry. `ready` comes first. The stream ends when the token no longer counts.',
      parameters: [
        {
          name: 'Last-Event-ID',
          in: 'header',
          required: false,
          description: 'Number of the last entry that was seen; without it, from now on.',
          schema: { type: 'string', pattern: '^[0-9]+$' },
        },
      ],
      responses: {
        '200': text('text/event-stream', 'The stream.'),
        default: { $ref: '#/components/responses/Problem' },
      },
    },
  },
  '/api/v1/openapi.json': {
    get: {
      operationId: 'getOpenApi',
      summary: 'This document',
      responses: { '200': json('The document.'), default: { $ref: '#/components/responses/Problem' } },
    },
  },
  '/healthz': {
    get: {
      operationId: 'getHealth',
      summary: 'Whether the process works',
      security: [],
      responses: { '200': json('It does.') },
    },
  },
  '/readyz': {
    get: {
      operationId: 'getReadiness',
      summary: 'Whether what is shown is fresh',
      description:
        '`live`: the first look is not done, or the store fails; `ready`; `stale`. With a token, or asked on the machine itself, it names what is stale.',
      security: [],
      responses: { '200': json('Ready.'), '503': json('Live or stale.') },
    },
  },
}
