import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AuditAnswer, refusal } from './audit-answer.ts'
import { admitAudit, answerAudit, type AuditInlet } from './receive-audit.ts'

/** A body that has not come within this time does not come; a slow sender must not hold a connection. */
const BODY_TIMEOUT_MS = 10_000

/**
 * Serves `/audit/…` on plain requests of Node, for whatever server mounts it: authenticates by the head, reads at most what
 * is allowed, answers.
 */
export function auditReceiver(
  inlet: AuditInlet,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const { method = '', url = '', headers } = request
    const admission = admitAudit(method, url, headers, inlet)
    if (admission.state === 'refused') {
      send(response, admission.answer, true)
      return
    }
    const body = await bodyOf(request, admission.mostBytes)
    if (body === 'gone') return
    if (body === 'too-large') send(response, refusal(413, 'DRF3202', headers, inlet.now()), true)
    else send(response, answerAudit(admission.target, headers, body, inlet), false)
  }
}

/** @param isUnread the rest of the request is not read, so the connection cannot be used again */
function send(response: ServerResponse, { status, headers, body }: AuditAnswer, isUnread: boolean): void {
  const length = { 'content-length': String(Buffer.byteLength(body)) }
  response.writeHead(status, { ...headers, ...length, ...(isUnread ? { connection: 'close' } : {}) })
  response.end(body)
}

async function bodyOf(request: IncomingMessage, mostBytes: number): Promise<Buffer | 'too-large' | 'gone'> {
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
