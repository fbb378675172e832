import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { Instant } from '../../model/instant.ts'

/** A token as the service keeps it: never the text, only its hash. */
export interface ServiceToken {
  /** Names who acts, in the activity. */
  readonly name: string
  /** SHA-256 of the text; see {@link hashToken}. */
  readonly hash: Buffer
  readonly may: 'read' | 'write'
  /** `local`: made at the start for this machine; `configured`: given by the operator. */
  readonly from: 'local' | 'configured'
  readonly expires?: Instant
}

/** Who was recognised. */
export type TokenHolder = Pick<ServiceToken, 'name' | 'may'>

/** The tokens that count now. */
export interface TokenBook {
  /** Takes the same time whichever token it is, and whether it is one. */
  holder(text: string, now: Instant): TokenHolder | undefined
  /** Whether the holder's token still counts; streams ask again and again (B-54). */
  stillHolds(holder: TokenHolder, now: Instant): boolean
  /** True where the operator gave at least one. */
  hasConfigured(): boolean
  /** Whether exactly this one counts. */
  has(token: ServiceToken): boolean
  /** Takes another set of tokens, as after a change of configuration; what is not in it is revoked at once. */
  replace(tokens: readonly ServiceToken[]): void
  /** Calls back after tokens were replaced. Returns how to stop it. */
  onReplaced(replaced: () => void): () => void
}

/** Shorter ones can be guessed. */
const SHORTEST = 32

/** 256 random bits, as text. */
export function newToken(): string {
  return `drf_${randomBytes(32).toString('base64url')}`
}

/** @throws DriftageError DRF6003 where the text is too short to be a secret */
export function hashToken(text: string): Buffer {
  if (text.length < SHORTEST) {
    throw new DriftageError(
      'DRF6003',
      `A token needs at least ${SHORTEST} characters, so that it cannot be guessed. Make one with: openssl rand -hex 32. It does not count.`,
    )
  }
  return digest(text)
}

export function tokenBook(initial: readonly ServiceToken[]): TokenBook {
  let tokens = [...initial]
  const listeners = new Set<() => void>()
  return {
    holder: (text, now) => {
      const presented = digest(text)
      let found: ServiceToken | undefined
      // All are compared, so that the time says nothing about which one matched.
      for (const token of tokens) if (timingSafeEqual(token.hash, presented)) found = token
      return found === undefined || isExpired(found, now) ? undefined : found
    },
    stillHolds: (holder, now) => tokens.some((token) => token === holder && !isExpired(token, now)),
    hasConfigured: () => tokens.some((token) => token.from === 'configured'),
    has: (token) => tokens.some((one) => sameToken(one, token)),
    replace: (others) => {
      // One that stays the same keeps its identity, so that its streams go on.
      tokens = others.map((other) => tokens.find((token) => sameToken(token, other)) ?? other)
      for (const listener of listeners) listener()
    },
    onReplaced: (replaced) => {
      listeners.add(replaced)
      return () => listeners.delete(replaced)
    },
  }
}

function isExpired({ expires }: ServiceToken, now: Instant): boolean {
  return expires !== undefined && expires <= now
}

function sameToken(a: ServiceToken, b: ServiceToken): boolean {
  return a.hash.equals(b.hash) && a.name === b.name && a.may === b.may && a.from === b.from && a.expires === b.expires
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest()
}
