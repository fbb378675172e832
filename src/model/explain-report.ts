import type { DriftKind } from './difference.ts'
import type { FieldOwner } from './field-owner.ts'
import type { Json } from './json.ts'
import type { AsOf, Base, Limit, ReportedGap, ReportedObject, Verdict } from './scan-report.ts'
import type { Severity } from './severity.ts'

/** Every field of one object with its verdict and the reasons for it: what `driftage explain` prints. */
export interface ExplainReport {
  readonly schemaVersion: 'driftage.dev/explain/v1'
  readonly asOf: AsOf
  readonly object: ReportedObject
  readonly verdict: Verdict
  /** Sentence on the object as a whole where no field says it: it is missing, is being deleted, was excluded by choice. */
  readonly note?: string
  /** Sorted by path. Where one path was asked for: that field and what lies below it. */
  readonly fields: readonly ExplainedField[]
  /** Rules that could have explained a difference of this object and did not; absent where none was looked at. */
  readonly rulesLookedAt?: readonly RuleLookedAt[]
  readonly notChecked: readonly ReportedGap[]
  readonly limits: readonly Limit[]
}

/**
 * `expected` = explained by a rule, `default` = the server fills it in, `allocated` = the server chose the value.
 * `pending` = Git moved and the cluster has not followed yet.
 */
export type FieldVerdict = 'in-sync' | 'drift' | 'pending' | 'expected' | 'default' | 'allocated' | 'unknown'

export interface ExplainedField {
  /** Written path. */
  readonly path: string
  readonly verdict: FieldVerdict
  /** Machine-readable reason of the verdict, such as `equal`, `schema-default`, `no-owner`, `needs-oracle`. */
  readonly reason: string
  /** The same for people, one sentence. Holds no value of the field. */
  readonly evidence: string
  /** Absent where both sides are equal. */
  readonly kind?: DriftKind
  /** Id of the rule that explains the difference. */
  readonly rule?: string
  /** Severity and the rule that it comes from; only for drift. */
  readonly severity?: Severity
  readonly severityRule?: string
  /** Absent where there is none, and for sensitive fields. */
  readonly desired?: Json
  readonly live?: Json
  readonly sensitive: boolean
  /** Present owners of the field, in the server's order. */
  readonly owners: readonly FieldOwner[]
  readonly base?: Base
}

interface RuleLookedAt {
  readonly rule: string
  readonly path: string
  /** Sentence: which of its conditions did not hold. */
  readonly outcome: string
}
