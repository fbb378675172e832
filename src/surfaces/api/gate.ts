import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, ERRORS } from '../../errors/catalogue.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ApiPorts } from './api-ports.ts'
import { type FailedAttempts, RETRY_AFTER } from './failed-attempts.ts'
import { isOwnName } from './reachable-names.ts'
import type { TokenHolder } from './tokens.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers without a token. */
    open?: boolean
    /** Route as defined, for metrics. */
    route?: string
    may?: 'read' | 'write'
  }
  interface FastifyRequest {
    /** Null on open routes that were asked without a valid token. */
    holder: TokenHolder | null
  }
}

export interface Gate {
  readonly ports: Pick<ApiPorts, 'tokens' | 'now' | 'log'>
  readonly attempts: FailedAttempts
  /** Names that the Host header may hold, for routes that are open and for others; undefined = any. */
  readonly names: (open: boolean) => readonly string[] | undefined
}

/**
 * Decides before anything of the body is read (B-44). Whoever has no valid token gets one and the same answer, whatever
 * they ask for (B-09).
 *
 * @throws DriftageError DRF6010, DRF6011, DRF6014, DRF6015, DRF6017
 */
export function pass(request: FastifyRequest, reply: FastifyReply, gate: Gate): void {
  const { may } = request.routeOptions.config
  const open = request.routeOptions.config.open === true && !request.is404
  const names = gate.names(open)
  if (names !== undefined && !isOwnName(request.headers.host, names)) throw refused('DRF6017')
  request.holder = holderOf(request, gate) ?? null
  if (open) return
  if (request.holder === null) throw unknownCaller(request, reply, gate)
  if (may === 'write' && request.holder.may !== 'write') throw refused('DRF6011')
  if (request.method !== 'GET' && !isDeliberate(request)) throw refused('DRF6014')
}

function holderOf({ headers }: FastifyRequest, { ports }: Gate): TokenHolder | undefined {
  const [, token] = /^Bearer ([\x21-\x7e]{1,512})$/i.exec(headers.authorization ?? '') ?? []
  return token === undefined ? undefined : ports.tokens.holder(token, ports.now())
}

function unknownCaller(request: FastifyRequest, reply: FastifyReply, { ports, attempts }: Gate): DriftageError {
  if (!attempts.failed(request.ip, ports.now())) {
    reply.header('www-authenticate', 'Bearer realm="driftage"')
    return refused('DRF6010')
  }
  ports.log.warn('Too many requests without a valid token', { address: request.ip })
  reply.header('retry-after', RETRY_AFTER)
  return refused('DRF6015')
}

/** A page of another site can make a browser send forms, but neither this type nor a header of its own (B-52). */
function isDeliberate({ headers }: FastifyRequest): boolean {
  const [type] = (headers['content-type'] ?? '').split(';')
  return type?.trim().toLowerCase() === 'application/json' && headers['x-driftage-client'] !== undefined
}

function refused(code: ErrorCode): DriftageError {
  return new DriftageError(code, ERRORS[code].text)
}
