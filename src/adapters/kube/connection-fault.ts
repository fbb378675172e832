/** Why there is no answer. */
export interface Fault {
  readonly kind: 'unreachable' | 'tls' | 'timeout' | 'invalid' | 'redirect'
  /** A code or a phrase of ours; never a message of a library, which may quote addresses with credentials or content. */
  readonly detail: string
  /** Whether the same request may well succeed a moment later. */
  readonly retry: boolean
}

const TIMEOUTS = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'TimeoutError'])
const UNREACHABLE = new Set([
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EACCES',
  'UND_ERR_CONNECT_TIMEOUT',
  'ETIMEDOUT',
])
const INVALID = /^(HPE_|UND_ERR_RES_|UND_ERR_HEADERS_OVERFLOW|Z_)/
const TLS =
  /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|INVALID_CA|HOSTNAME_MISMATCH|UND_ERR_PRX_TLS|EPROTO)/
const CODE = /^[A-Za-z][A-Za-z0-9_]{0,60}$/

/** Sorts what undici, TLS and the system throw. */
export function connectionFault(error: unknown): Fault {
  const code = codeOf(error)
  if (TIMEOUTS.has(code)) return { kind: 'timeout', detail: code, retry: false }
  if (TLS.test(code)) return { kind: 'tls', detail: code, retry: false }
  if (UNREACHABLE.has(code)) return { kind: 'unreachable', detail: code, retry: false }
  if (INVALID.test(code)) return { kind: 'invalid', detail: 'it is not HTTP as it should be', retry: false }
  if (code === 'UND_ERR_ABORTED') return { kind: 'unreachable', detail: proxyAnswer(error), retry: false }
  if (code.startsWith('UND_ERR_INVALID') || code.startsWith('UND_ERR_DESTROYED')) {
    return { kind: 'unreachable', detail: code, retry: false }
  }
  // Refused, reset, closed by the other side, cut off: what a server that restarts looks like.
  return { kind: 'unreachable', detail: code, retry: true }
}

function codeOf(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null) return 'unknown'
  const { code, name, cause, errors } = error as { code?: unknown; name?: unknown; cause?: unknown; errors?: unknown }
  // Several addresses were tried: they fail alike nearly always.
  if (Array.isArray(errors) && errors.length > 0 && depth < 3) return codeOf(errors[0], depth + 1)
  if (typeof code === 'string' && CODE.test(code)) {
    const inner = code === 'UND_ERR_SOCKET' && cause !== undefined && depth < 3 ? codeOf(cause, depth + 1) : 'unknown'
    return inner === 'unknown' ? code : inner
  }
  if (name === 'TimeoutError') return name
  return cause !== undefined && depth < 3 ? codeOf(cause, depth + 1) : 'unknown'
}

function proxyAnswer(error: unknown): string {
  const status = error instanceof Error ? /^Proxy response \((\d{3})\)/.exec(error.message)?.[1] : undefined
  return status === undefined ? 'aborted' : `the proxy answered ${status}`
}
