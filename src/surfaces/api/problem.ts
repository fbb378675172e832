import { type ErrorCode, ERRORS } from '../../errors/catalogue.ts'
import { DriftageError } from '../../errors/driftage-error.ts'

/** An error as RFC 9457 has it, with the code of our catalogue. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  /** Number of the request in the log; only where the log says more. */
  readonly request?: string
}

const STATUS: { readonly [code in ErrorCode]?: number } = {
  DRF5101: 404,
  DRF5102: 409,
  DRF5103: 422,
  DRF5104: 422,
  DRF5105: 409,
  DRF5106: 422,
  DRF5203: 404,
  DRF5204: 404,
  DRF6010: 401,
  DRF6011: 403,
  DRF6012: 404,
  DRF6013: 400,
  DRF6014: 415,
  DRF6015: 429,
  DRF6016: 413,
  DRF6017: 421,
  DRF6018: 503,
  DRF6019: 503,
  DRF6099: 500,
}

/** What fastify refuses by itself. Its messages quote requests, so they are not passed on. */
const REFUSED: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'DRF6014',
  FST_ERR_CTP_BODY_TOO_LARGE: 'DRF6016',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'DRF6013',
  FST_ERR_BAD_URL: 'DRF6013',
  FST_ERR_MAX_PARAM_LENGTH: 'DRF6013',
}

/**
 * What a caller is told of an error. Everything that is no error of ours is a fault: its message could quote a value, so
 * only the log gets its name (B-04, B-05).
 */
export function problemOf(error: unknown, request: string): Problem {
  if (error instanceof DriftageError) return told(error)
  const code = REFUSED[codeOf(error)]
  if (code !== undefined) return problem(code, ERRORS[code].text)
  return {
    ...problem('DRF6099', 'Something failed that should not be able to; the log of the service says where.'),
    request,
  }
}

export function problem(code: ErrorCode, detail: string): Problem {
  return {
    type: `https://driftage.dev/errors/${code}`,
    title: ERRORS[code].title,
    status: STATUS[code] ?? 503,
    code,
    detail,
  }
}

/** Errors of the ledger that no caller can do anything about are told as one: the store does not answer. */
function told({ code, message }: DriftageError): Problem {
  return STATUS[code] === undefined && !code.startsWith('DRF5')
    ? problem('DRF6018', ERRORS.DRF6018.text)
    : problem(code, message)
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
