import { isAuthentic } from './authentic.ts'
import { repositoriesIn, sameRepository } from './pushed-repositories.ts'
import type { SeenDeliveries } from './seen-deliveries.ts'

/** What a forge posted, before anything of it was looked at. */
export interface PushRequest {
  /** Names in lower case, as Node gives them. */
  readonly headers: PushHeaders
  /** The bytes as they came; the signature is over these. */
  readonly body: Uint8Array
}

export type PushHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** A secret that was given to forges, and for which sources they may speak. */
export interface PushSecret {
  readonly secret: string
  /** Names; default: all. */
  readonly sources?: readonly string[]
}

export interface PushContext {
  readonly secrets: readonly PushSecret[]
  /** All sources that are read from repositories. */
  readonly sources: readonly { readonly name: string; readonly repository: string }[]
  readonly seen: SeenDeliveries
}

export type PushAnswer =
  /** Sources to poke, sorted; none for pushes to other repositories, other events, and what was delivered before. */
  | { readonly accepted: true; readonly sources: readonly string[] }
  | { readonly accepted: false; readonly reason: PushRefusal }

/**
 * `too-large`: more than 3 MiB. `unsigned`: no signature that is accepted (SHA-1 is none). `not-authentic`: made with none of
 * the secrets. `malformed`: authentic, but not JSON of the shape that forges send.
 */
export type PushRefusal = 'too-large' | 'unsigned' | 'not-authentic' | 'malformed'

/** Of a body. */
export const MOST_PUSH_BYTES = 3 * 1024 * 1024

/** Only these move branches; forges send whatever else was ticked. */
const EVENTS: ReadonlySet<string> = new Set(['push', 'create', 'delete', 'push hook', 'tag push hook'])

/**
 * A push that a forge announces: at most a reason to look at the repository now. The signature is checked before anything of the
 * body is read (B-44), and nothing that the body claims is believed: it only picks among the configured sources.
 */
export function acceptPush({ headers, body }: PushRequest, { secrets, sources, seen }: PushContext): PushAnswer {
  if (body.length > MOST_PUSH_BYTES) return { accepted: false, reason: 'too-large' }
  const authentic = isAuthentic(headers, body, secrets)
  if (typeof authentic === 'string') return { accepted: false, reason: authentic }
  const event = firstOf(headers, ['x-github-event', 'x-gitea-event', 'x-forgejo-event', 'x-gitlab-event'])
  if (event !== undefined && !EVENTS.has(event.toLowerCase())) return { accepted: true, sources: [] }
  const pushed = repositoriesIn(body)
  if (pushed === undefined) return { accepted: false, reason: 'malformed' }
  const delivery = firstOf(headers, DELIVERY)
  if (delivery !== undefined && !seen.isNew(delivery)) return { accepted: true, sources: [] }
  const meant = sources.filter(
    ({ name, repository }) =>
      (authentic.sources?.includes(name) ?? true) && pushed.some((one) => sameRepository(one, repository)),
  )
  return { accepted: true, sources: [...new Set(meant.map(({ name }) => name))].sort() }
}

const DELIVERY = [
  'x-github-delivery',
  'x-gitea-delivery',
  'x-forgejo-delivery',
  'x-gitlab-event-uuid',
  'idempotency-key',
]

function firstOf(headers: PushHeaders, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = headers[name]
    if (typeof value === 'string') return value
  }
  return undefined
}
