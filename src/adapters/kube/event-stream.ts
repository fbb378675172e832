import type { Dispatcher } from 'undici'
import request from 'undici/lib/api/api-request.js'
import { connectionFault, type Fault } from './connection-fault.ts'
import type { Answer, WireRequest } from './http-exchange.ts'

/** Limits of one stream, in milliseconds. */
export interface StreamLimits {
  /** Until the server says yes or no. */
  readonly openMs: number
  /** Between two chunks. */
  readonly idleMs: number
}

/** How opening a stream ended: with a stream, with another answer than 200, or without any. */
export type StreamOpening =
  | { readonly chunks: AsyncIterable<Buffer>; readonly contentType: string }
  | { readonly answer: Answer }
  | { readonly fault: Fault }

/** An error body is a `Status`; what is longer comes from something that is no API server. */
const MAX_ERROR_BYTES = 1_048_576

/**
 * Sends a GET whose answer is read while it comes. Never throws, never follows a redirect; reading `chunks` does throw
 * where the stream breaks, what {@link connectionFault} sorts. Leaving the loop over them ends the connection.
 */
export async function openEventStream(
  dispatcher: Dispatcher,
  wire: Pick<WireRequest, 'url' | 'headers'>,
  limits: StreamLimits,
  signal: AbortSignal,
): Promise<StreamOpening> {
  try {
    const { statusCode, headers, body } = await request.call(dispatcher, {
      origin: wire.url.origin,
      path: `${wire.url.pathname}${wire.url.search}`,
      method: 'GET',
      headers: { ...wire.headers },
      headersTimeout: limits.openMs,
      bodyTimeout: limits.idleMs,
      signal,
    })
    const contentType = headerText(headers['content-type']) ?? ''
    if (statusCode === 200) return { chunks: body as AsyncIterable<Buffer>, contentType }
    return {
      answer: {
        status: statusCode,
        text: await beginning(body as AsyncIterable<Buffer>),
        contentType,
        retryAfter: headerText(headers['retry-after']),
        location: undefined,
      },
    }
  } catch (error) {
    return { fault: connectionFault(error) }
  }
}

async function beginning(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.length
    if (size > MAX_ERROR_BYTES) break
  }
  return Buffer.concat(chunks).toString('utf8')
}

function headerText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
