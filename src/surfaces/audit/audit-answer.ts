import { ERRORS, type ErrorCode } from '../../errors/catalogue.ts'
import { type Headers, single } from './audit-request.ts'

export interface AuditAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** The batch was taken. A Firehose stream counts as delivered only what is answered in its own form. */
export function takenAnswer(headers: Headers, now: number): AuditAnswer {
  const requestId = single(headers, 'x-amz-firehose-request-id')
  const body = requestId === undefined ? { taken: true } : { requestId, timestamp: now }
  return { status: 200, headers: JSON_TYPE, body: JSON.stringify(body) }
}

/** A refusal as `application/problem+json` with the code of the catalogue; nothing of the request is repeated. */
export function refusal(status: number, code: ErrorCode, headers: Headers, now: number): AuditAnswer {
  const { title, text } = ERRORS[code]
  const requestId = single(headers, 'x-amz-firehose-request-id')
  const forFirehose = requestId === undefined ? {} : { requestId, timestamp: now, errorMessage: `${code}: ${title}` }
  const type = requestId === undefined ? { 'content-type': 'application/problem+json' } : JSON_TYPE
  return {
    status,
    headers: status === 503 ? { ...type, 'retry-after': '5' } : type,
    body: JSON.stringify({ type: 'about:blank', title, status, code, detail: text, ...forFirehose }),
  }
}
