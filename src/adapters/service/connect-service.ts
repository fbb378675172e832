import { Agent, type Dispatcher } from 'undici'
import { type ErrorCode, ERRORS } from '../../errors/catalogue.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import { type Json, stringAt } from '../../model/json.ts'
import { parseLossless, stringifyLossless } from '../../model/lossless-json.ts'
import { readEvents, type ServiceEvent } from './service-events.ts'

/** A service as a client sees it. Paths begin with `/api/v1`. */
export interface ServiceConnection {
  /** @throws DriftageError what the service answered, DRF6051, DRF6052 */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Json>
  /** Undefined where it answered that it is done, and nothing else. */
  post(path: string, body: Json): Promise<Json | undefined>
  /** One connection's worth of events; ends when the service ends it or it breaks. */
  events(path: string, lastId: string | undefined, signal: AbortSignal): AsyncIterable<ServiceEvent>
  close(): Promise<void>
}

export interface ServiceAccess {
  /** As {@link serviceAddress} gives it. */
  readonly address: URL
  readonly token: string
  /** Line for debugging; never holds the token. */
  readonly log?: (line: string) => void
}

const ANSWER_MS = 30_000
/** The service gives a sign of life every 15 s. */
const SILENCE_MS = 60_000
const LARGEST_ANSWER = 64 * 1024 * 1024

/** Redirects are not followed: the token must not go to another host (B-08). */
export function connectService(access: ServiceAccess): ServiceConnection {
  const agent = new Agent({ headersTimeout: ANSWER_MS, bodyTimeout: SILENCE_MS, connect: { timeout: 10_000 } })
  return {
    get: async (path, query = {}) => {
      const { status, text } = await exchange(access, agent, { method: 'GET', path, query })
      if (status === 200) return parsed(text)
      throw problem(status, text)
    },
    post: async (path, body) => {
      const { status, text } = await exchange(access, agent, {
        method: 'POST',
        path,
        query: {},
        body: stringifyLossless(body),
      })
      if (status === 204) return undefined
      if (status === 200) return parsed(text)
      throw problem(status, text)
    },
    events: (path, lastId, signal) => events(access, agent, path, lastId, signal),
    close: () => agent.destroy(),
  }
}

interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly body?: string
}

async function exchange(access: ServiceAccess, agent: Agent, asked: Asked): Promise<{ status: number; text: string }> {
  const began = performance.now()
  try {
    const answer = await send(access, agent, asked, {})
    const text = await bounded(answer.body)
    access.log?.(`${asked.method} ${asked.path} ${answer.statusCode} in ${Math.round(performance.now() - began)} ms`)
    return { status: answer.statusCode, text }
  } catch (error) {
    throw error instanceof DriftageError ? error : unreachable(access, error)
  }
}

async function* events(
  access: ServiceAccess,
  agent: Agent,
  path: string,
  lastId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<ServiceEvent> {
  const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId }
  const answer = await send(access, agent, { method: 'GET', path, query: {} }, headers, signal).catch(
    (error: unknown) => {
      throw unreachable(access, error)
    },
  )
  if (answer.statusCode !== 200) throw problem(answer.statusCode, await bounded(answer.body))
  try {
    yield* readEvents(answer.body as AsyncIterable<Uint8Array>)
  } catch (error) {
    if (!signal.aborted) throw unreachable(access, error)
  } finally {
    answer.body.on('error', () => {}).destroy()
  }
}

function send(
  { address, token }: ServiceAccess,
  agent: Agent,
  { method, path, query, body }: Asked,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const url = new URL(path.slice(1), address)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'x-driftage-client': 'cli' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  })
}

async function bounded(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_ANSWER) throw notOurs('it is larger than 64 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parsed(text: string): Json {
  try {
    return parseLossless(text)
  } catch {
    throw notOurs('it is no JSON')
  }
}

/** What the service says in its own words; anything else is told by its status alone. */
function problem(status: number, text: string): DriftageError {
  let told: Json | undefined
  try {
    told = parseLossless(text)
  } catch {
    told = undefined
  }
  const code = stringAt(told, 'code') ?? ''
  const detail = stringAt(told, 'detail')
  return isCode(code) && detail !== undefined ? new DriftageError(code, detail) : notOurs(`its status is ${status}`)
}

function isCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code)
}

function notOurs(why: string): DriftageError {
  return new DriftageError(
    'DRF6052',
    `The answer is not that of a driftage service: ${why}. Check the address, and that client and service have versions that go together.`,
  )
}

function unreachable({ address }: ServiceAccess, error: unknown): DriftageError {
  const code =
    error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no reason given'
  return new DriftageError(
    'DRF6051',
    `The service cannot be reached (${code}). Check that it runs, and the address. Nothing is known of the present state.`,
    { place: address.origin },
  )
}
