import type { Instant } from './instant.ts'

/** What is known of one source: whether its desired state is fresh, and what holds it back. */
export interface SourceState {
  readonly name: string
  readonly cluster: string
  /** Commit of the desired state in use; empty where there is none yet, or the source is no commit. */
  readonly revision: string
  readonly fetchedAt: Instant | null
  /** Since when fetching or rendering fails, and the coded reason; null while it works. The last good state stays in use. */
  readonly failing: { readonly since: Instant; readonly code: string; readonly message: string } | null
  /** A person must confirm before a shrunk or rewritten desired state counts (F-17, F-19); null = not held. */
  readonly held: {
    readonly since: Instant
    readonly reason: 'shrunk' | 'rewritten' | 'branch-gone'
    readonly message: string
  } | null
  /** What a pipeline said it rolled out (`driftage deployed`); null = never said. */
  readonly deployed: { readonly revision: string; readonly at: Instant } | null
  readonly objects: number
  readonly owner: string | null
  /** Since when its first whole pass is under way; null once that is recorded. */
  readonly baselineSince: Instant | null
}

/** How fresh the view of one cluster is. */
export interface ClusterState {
  readonly name: string
  readonly version: string
  /** `starting` until the first whole pass, `live` while all watches run, `stale` where some kind is not watched, `unreachable`. */
  readonly state: 'starting' | 'live' | 'stale' | 'unreachable'
  /** Since when it has been in this state. */
  readonly since: Instant
  /** Oldest moment up to which everything watched is known; null before the first pass. */
  readonly knownUntil: Instant | null
  readonly objects: number
  readonly notChecked: readonly { readonly kind: string; readonly reason: string; readonly since: Instant }[]
}
