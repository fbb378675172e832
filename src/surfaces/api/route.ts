import type { z } from 'zod'
import type { CommandOrigin } from '../../loop/commands.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { Instant } from '../../model/instant.ts'
import type { ApiPorts } from './api-ports.ts'

/** One operation of the API as a definition: validation, answers and the OpenAPI document all come from it. */
export interface RouteDefinition<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  readonly method: 'GET' | 'POST'
  /** As in OpenAPI: `/api/v1/findings/{id}`. */
  readonly path: string
  readonly operation: string
  readonly summary: string
  readonly may: 'read' | 'write'
  readonly params: P
  readonly query: Q
  /** Of POST only. */
  readonly body?: B
  /** Allow-list of what the answer holds (B-07). Undefined = no content. */
  readonly response?: R
  /** Undefined = there is no such thing. */
  readonly handle: (
    asked: Asked<P, Q, B>,
    ports: Pick<ApiPorts, 'reads' | 'commands'>,
  ) => Promise<z.input<R> | undefined>
}

export interface Asked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly params: z.output<P>
  readonly query: z.output<Q>
  readonly body: z.output<B>
  readonly origin: CommandOrigin
  readonly now: Instant
}

/** What a request brings, not yet looked at. */
export interface RawRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly origin: CommandOrigin
  readonly now: Instant
}

/** A definition whose types are settled. */
export interface Route {
  readonly definition: Omit<RouteDefinition<z.ZodType, z.ZodType, z.ZodType, z.ZodType>, 'handle'>
  /** @throws DriftageError DRF6012, DRF6013, and what the ledger throws */
  answer(request: RawRequest, ports: Pick<ApiPorts, 'reads' | 'commands'>): Promise<unknown>
}

export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  definition: RouteDefinition<P, Q, B, R>,
): Route {
  const { handle, ...rest } = definition
  return {
    definition: rest,
    answer: async (request, ports) => {
      const asked: Asked<P, Q, B> = {
        params: understood(rest.params, request.params, 'path'),
        query: understood(rest.query, request.query, 'query'),
        // Without a body schema there is nothing to read; whatever was sent is left alone.
        body: (rest.body === undefined ? undefined : understood(rest.body, request.body, 'body')) as z.output<B>,
        origin: request.origin,
        now: request.now,
      }
      const found = await handle(asked, ports)
      if (rest.response === undefined) return undefined
      if (found === undefined) throw nothingThere()
      return rest.response.parse(found)
    },
  }
}

export function nothingThere(): DriftageError {
  return new DriftageError('DRF6012', 'There is no such thing. Nothing was changed.')
}

/** Says where and what, never the value: it could be a token in the wrong place. */
function understood<S extends z.ZodType>(schema: S, value: unknown, part: string): z.output<S> {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = issue === undefined || issue.path.length === 0 ? part : `${part}.${issue.path.map(String).join('.')}`
  throw new DriftageError(
    'DRF6013',
    `${where}: ${issueText(issue, value)}. /api/v1/openapi.json says what is allowed. Nothing was changed.`,
  )
}

function issueText(issue: z.core.$ZodIssue | undefined, value: unknown): string {
  switch (issue?.code) {
    case 'unrecognized_keys':
      return `${issue.keys.length} unknown`
    case 'invalid_type':
      return isThere(value, issue.path) ? `must be ${issue.expected}` : 'is missing'
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return 'is too small or too short'
    case 'too_big':
      return 'is too large or too long'
    default:
      return 'has a form that is not allowed'
  }
}

function isThere(value: unknown, path: readonly PropertyKey[]): boolean {
  let here = value
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return false
    here = (here as Readonly<Record<PropertyKey, unknown>>)[key]
  }
  return here !== undefined
}
