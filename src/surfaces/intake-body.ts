import type { IncomingMessage } from 'node:http'

/** A body that has not come within this time does not come; a slow sender must not hold a connection. */
const BODY_TIMEOUT_MS = 10_000

/** The body of a request that is read by hand, or why there is none. Of what is too large no more is read. */
export async function intakeBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | 'too-large' | 'gone'> {
  const timer = setTimeout(() => request.destroy(), BODY_TIMEOUT_MS)
  const parts: Buffer[] = []
  let bytes = 0
  try {
    // Breaking off must leave the connection open, or the refusal would never arrive.
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += part.length
      if (bytes > mostBytes) return 'too-large'
      parts.push(part)
    }
    return Buffer.concat(parts)
  } catch {
    return 'gone'
  } finally {
    clearTimeout(timer)
  }
}
