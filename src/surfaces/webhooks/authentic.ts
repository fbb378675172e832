import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { PushHeaders, PushRefusal, PushSecret } from './accept-push.ts'

/** The secret that the request was made with. All secrets are tried, each in constant time. */
export function isAuthentic(
  headers: PushHeaders,
  body: Uint8Array,
  secrets: readonly PushSecret[],
): PushSecret | Extract<PushRefusal, 'unsigned' | 'not-authentic'> {
  const isMadeWith = proofIn(headers, body)
  if (isMadeWith === undefined) return 'unsigned'
  let found: PushSecret | undefined
  for (const one of secrets) {
    // Anybody could sign with the empty key.
    if (one.secret !== '' && isMadeWith(one.secret)) found ??= one
  }
  return found ?? 'not-authentic'
}

/** GitHub, and those that follow it, write `sha256=` before the digest; Gitea's own header is the bare digest. */
const SIGNATURES: readonly (readonly [name: string, prefix: string])[] = [
  ['x-hub-signature-256', 'sha256='],
  ['x-forgejo-signature', ''],
  ['x-gitea-signature', ''],
]

/** Whether there is anything that could prove where the request is from; told from the head alone. */
export function carriesProof(headers: PushHeaders): boolean {
  return [...SIGNATURES.map(([name]) => name), 'x-gitlab-token'].some((name) => headers[name] !== undefined)
}

/** The first proof counts; another one beside it does not make up for it. */
function proofIn(headers: PushHeaders, body: Uint8Array): ((secret: string) => boolean) | undefined {
  for (const [name, prefix] of SIGNATURES) {
    const value = headers[name]
    if (value === undefined) continue
    const given =
      typeof value === 'string' && value.startsWith(prefix) ? digestIn(value.slice(prefix.length)) : undefined
    return (secret) => given !== undefined && timingSafeEqual(given, createHmac('sha256', secret).update(body).digest())
  }
  // GitLab signs nothing: it sends the secret itself. Digests make both sides equally long.
  const token = headers['x-gitlab-token']
  if (typeof token !== 'string') return undefined
  return (secret) => timingSafeEqual(sha256(token), sha256(secret))
}

function digestIn(hex: string): Uint8Array | undefined {
  return /^[0-9a-f]{64}$/i.test(hex) ? Buffer.from(hex, 'hex') : undefined
}

function sha256(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}
