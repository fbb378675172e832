import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Dispatcher } from 'undici'
import request from 'undici/lib/api/api-request.js'
import { connectionFault, type Fault } from './connection-fault.ts'

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: string | undefined
}

export interface WireLimits {
  /** From here to the last byte; 0 = none. */
  readonly timeoutMs: number
  /** Of the body, packed and unpacked. */
  readonly maxBytes: number
}

/** What came back, whatever its status. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly contentType: string
  readonly retryAfter: string | undefined
  readonly location: string | undefined
}

export type Exchange = { readonly answer: Answer } | { readonly fault: Fault }

const unpack = promisify(gunzip)

/** Sends one request once and reads the whole answer. Never throws, never follows a redirect. */
export async function exchange(dispatcher: Dispatcher, wire: WireRequest, limits: WireLimits): Promise<Exchange> {
  try {
    const { statusCode, headers, body } = await request.call(dispatcher, {
      origin: wire.url.origin,
      path: `${wire.url.pathname}${wire.url.search}`,
      method: wire.method,
      headers: { ...wire.headers },
      body: wire.body ?? null,
      signal: limits.timeoutMs > 0 ? AbortSignal.timeout(limits.timeoutMs) : null,
    })
    const packed = await readBody(body, limits.maxBytes)
    if (packed === undefined) return { fault: { kind: 'invalid', detail: tooLarge(limits.maxBytes), retry: false } }
    const bytes = headers['content-encoding'] === 'gzip' ? await unpacked(packed, limits.maxBytes) : packed
    if (!Buffer.isBuffer(bytes)) return { fault: bytes }
    return {
      answer: {
        status: statusCode,
        text: bytes.toString('utf8'),
        contentType: headerValue(headers['content-type']) ?? '',
        retryAfter: headerValue(headers['retry-after']),
        location: headerValue(headers['location']),
      },
    }
  } catch (error) {
    return { fault: connectionFault(error) }
  }
}

/** Undefined where the body is larger than allowed; the rest is not read then. */
async function readBody(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

async function unpacked(packed: Buffer, maxBytes: number): Promise<Buffer | Fault> {
  try {
    return await unpack(packed, { maxOutputLength: maxBytes })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const detail = code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(maxBytes) : 'the gzip data is damaged'
    return { kind: 'invalid', detail, retry: false }
  }
}

function tooLarge(maxBytes: number): string {
  return `it is larger than ${Math.floor(maxBytes / 1_048_576)} MiB`
}

function headerValue(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
