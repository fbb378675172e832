import type { IncomingMessage, ServerResponse } from 'node:http'
import { intakeBody } from '../intake-body.ts'
import { type AuditAnswer, refusal } from './audit-answer.ts'
import { admitAudit, answerAudit, type AuditInlet } from './receive-audit.ts'

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
    const body = await intakeBody(request, admission.mostBytes)
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
