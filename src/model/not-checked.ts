import type { ObjectRef } from './object-ref.ts'

/**
 * Something that could not be checked: absence of evidence, never "in sync" (R-7). Exactly one of object, kind and
 * source says what it is about.
 */
export interface NotChecked {
  readonly object?: ObjectRef
  /** `group/version/Kind`, or `group/*` where a whole group could not be read. */
  readonly kind?: string
  readonly source?: string
  /** Written path, where only one field of the object could not be judged. */
  readonly path?: string
  /** Machine-readable: `needs-oracle`, `forbidden`, `unreachable`, `kind-unknown`, `render`, `desired-stale`, `terminating` … */
  readonly reason: string
  readonly message: string
}
