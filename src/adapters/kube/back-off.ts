import type { Exchange, WireRequest } from './http-exchange.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 8_000
/** A server that wants a longer pause gets none: the request counts as throttled. */
const LONGEST_RETRY_AFTER_MS = 30_000

const FAILED_FOR_NOW: ReadonlySet<number> = new Set([500, 502, 503, 504])
/** A POST that ends with 500 met a webhook or a bug, and will meet it again. */
const FAILED_FOR_NOW_ON_POST: ReadonlySet<number> = new Set([502, 503])

/**
 * Milliseconds to wait before the same request is sent again; undefined = it should not be. All requests of a reader
 * may be repeated: none changes anything.
 *
 * @param tries how often the request has been sent
 * @param random number from 0 up to 1
 */
export function pauseBeforeRetry(
  method: WireRequest['method'],
  result: Exchange,
  tries: number,
  random: number,
): number | undefined {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS)
  // Half of it at least, so that the server gets a rest; the other half by chance, so that clients do not march in step.
  const jittered = Math.round(pause * (0.5 + random / 2))
  if ('fault' in result) return result.fault.retry ? jittered : undefined
  const { status, retryAfter } = result.answer
  const forNow = method === 'GET' ? FAILED_FOR_NOW : FAILED_FOR_NOW_ON_POST
  if (status !== 429 && !forNow.has(status)) return undefined
  const wanted = retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0
  if (wanted > LONGEST_RETRY_AFTER_MS) return undefined
  return wanted > 0 ? wanted + Math.round((pause * random) / 2) : jittered
}
