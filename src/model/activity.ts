import type { Instant } from './instant.ts'
import type { Json } from './json.ts'

/** Who caused an entry: a person by pseudonym, a token by its name, or driftage itself. */
export interface ActivityActor {
  readonly kind: 'person' | 'token' | 'system'
  /** Pseudonym, name of the token, or the part of driftage, such as `watch`. */
  readonly id: string
}

/** Through what an entry came. */
export type ActivitySurface = 'watch' | 'scan' | 'policy' | 'audit' | 'api' | 'cli' | 'config' | 'timer' | 'git'

/** What happened, before it is chained. `detail` holds no value of a sensitive field and no person's name. */
export interface ActivityEntry {
  readonly at: Instant
  readonly actor: ActivityActor
  readonly surface: ActivitySurface
  /** Machine-readable, such as `finding-opened`, `finding-resolved`, `accepted`, `etcd-restored`, `source-held`. */
  readonly kind: string
  /** Finding id, written reference, source or cluster name: what it is about. */
  readonly subject: {
    readonly type: 'finding' | 'object' | 'source' | 'cluster' | 'ledger' | 'rule'
    readonly id: string
  }
  readonly detail: { readonly [key: string]: Json }
}

/** An entry in the append-only, hash-chained record. `hash` = SHA-256 over `previous` and the canonical entry. */
export interface ChainedActivity extends ActivityEntry {
  /** 1, 2, 3 … without gaps. */
  readonly sequence: number
  readonly previous: string
  readonly hash: string
}
