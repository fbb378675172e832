import type { FieldOwner } from './field-owner.ts'
import type { FieldPath } from './field-path.ts'
import type { Json } from './json.ts'

/** Fields: modified, added, removed, reordered, ineffective, contested. Objects (empty path): missing, added. */
export type DriftKind = 'modified' | 'added' | 'removed' | 'reordered' | 'missing' | 'ineffective' | 'contested'

/** One place at which desired and live state differ, with what the object and the server say about it. */
export interface Difference {
  readonly path: FieldPath
  readonly kind: DriftKind
  /** Absent where Git is silent. */
  readonly desired?: Json
  /** Absent where the cluster has nothing. */
  readonly live?: Json
  /** True where the path is, or lies in, a node that is written as a whole (atomic list or map). */
  readonly atomic: boolean
  readonly signals: Signals
}

/** Evidence beside the values. Ownership is evidence and never a verdict. */
export interface Signals {
  /** Present owners of the path, the deployer's entry included, in the server's order. */
  readonly owners: readonly FieldOwner[]
  /** Whether the deployer's entry holds the path; undefined where no deployer is known. */
  readonly deployerOwns: boolean | undefined
  /** Live value at the path against `last-applied-configuration`. `none` = no such annotation. */
  readonly lastApplied: 'same' | 'different' | 'absent' | 'none'
  /** What a dry-run create of the desired manifest says at this path. */
  readonly oracle: 'equals-live' | 'equals-desired' | 'differs' | 'refused' | 'not-asked'
  /** Whether a mutating webhook or policy of the cluster matches this kind; `unknown` = could not be read. */
  readonly admission: 'matches' | 'none' | 'unknown'
}

/**
 * Why a difference is not drift. `default` and `allocated` come from the server itself and are only counted;
 * `admission` is proven by the oracle; `rule` is a catalogue rule and is listed under its id.
 */
export type Explanation =
  | { readonly by: 'default'; readonly rule: string }
  | { readonly by: 'allocated'; readonly rule: string }
  | { readonly by: 'admission'; readonly rule: string }
  | { readonly by: 'rule'; readonly rule: string }
