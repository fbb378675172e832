import type { Instant } from './instant.ts'
import type { Json } from './json.ts'
import type { ObjectRef } from './object-ref.ts'
import type { Attribution } from './scan-report.ts'

/** A change that somebody made in the cluster and that an engine, an enforcement run or a full sync undid. */
export interface OverwrittenFix {
  /** Hash of finding, value mark and the version that wrote it: the same change is recorded once. */
  readonly id: string
  readonly findingId: string
  readonly ref: ObjectRef
  readonly path: string
  readonly sensitive: boolean
  /** What had been set; absent for removals and sensitive fields. */
  readonly value?: Json
  /** What Git says and was put back; absent where Git is silent. */
  readonly restored?: Json
  /** Who made the change. */
  readonly attribution: Attribution
  readonly madeAt: Instant
  readonly undoneAt: Instant
  /** How long the change lived, in milliseconds. */
  readonly livedMs: number
  readonly undoneBy: Attribution
  /** How often the same value was undone at this path, this time included. */
  readonly times: number
}

/** Two writers that undo each other at one path. `fast` by writes a minute, `slow` by three reverts within 24 hours. */
export interface Fight {
  readonly id: string
  readonly ref: ObjectRef
  readonly path: string
  readonly pace: 'fast' | 'slow'
  readonly managers: readonly string[]
  /** Changes a minute, decayed; 0 for slow ones. */
  readonly heat: number
  readonly times: number
  readonly since: Instant
  readonly last: Instant
  readonly endedAt: Instant | null
}

/** Findings that share kind, path, target value and class of actor, over objects and clusters. */
export interface Cause {
  readonly id: string
  readonly kind: string
  readonly group: string
  readonly path: string
  readonly driftKind: string
  readonly actorClass: string
  /** What the value was changed to; absent for removals and sensitive fields. */
  readonly live?: Json
}
