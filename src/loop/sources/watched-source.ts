import type { GitSource, PathSource } from '../../desired/source-spec.ts'
import { SECOND } from '../../model/instant.ts'

/** One configured source, as it is watched for one cluster. */
export interface WatchedSource {
  /** Unique among all that are watched at once. */
  readonly name: string
  readonly cluster: string
  /** Its `name` is the source's. */
  readonly spec: GitSource | PathSource
  /** Namespace of the release, and of manifests that name none. */
  readonly namespace: string
  readonly owner: string | null
  /** Between two checks of the head, before jitter. Default: {@link DEFAULT_INTERVAL_MS}. At most three minutes. */
  readonly intervalMs?: number
  /** When a desired state that lost objects waits for a person (F-19). Default: {@link DEFAULT_SHRINK}. */
  readonly shrink?: ShrinkLimit
}

/** Both must be exceeded or reached: more than this share of the objects, and at least this many of them. */
export interface ShrinkLimit {
  /** From 0 to 1. */
  readonly share: number
  readonly atLeast: number
}

export const DEFAULT_INTERVAL_MS = 60 * SECOND
/** Above this a push would not be seen within three minutes (G-6). */
export const LONGEST_INTERVAL_MS = 120 * SECOND
export const DEFAULT_SHRINK: ShrinkLimit = { share: 0.5, atLeast: 5 }
