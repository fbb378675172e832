import type { DriftKind } from './difference.ts'
import type { ResponseStep } from './decision.ts'
import type { ActorClass } from './field-owner.ts'
import type { Severity } from './severity.ts'

/**
 * One rule of the ordered list (design §7). Each aspect is set by the first rule that matches and sets it; a finding names
 * that rule. Patterns are globs (`*`, `?`); paths are written paths in which `*` stands for any list element or key.
 */
export interface Rule {
  /** Unique; shipped ones are those of the catalogues. */
  readonly id: string
  readonly match: RuleMatch
  /** True: never drift. Until a date it may be limited. */
  readonly expected?: boolean
  readonly severity?: Severity
  /** How long a difference must last before its finding opens, in milliseconds. */
  readonly graceMs?: number
  readonly owner?: string
  readonly response?: Response
  readonly reason?: string
  /** RFC 3339 date after which the rule counts no more. */
  readonly until?: string
  /** `central` config, a source's own `.driftage.yaml`, or shipped with driftage. */
  readonly from: 'central' | 'source' | 'shipped'
}

export interface RuleMatch {
  readonly clusters?: readonly string[]
  readonly sources?: readonly string[]
  readonly namespaces?: readonly string[]
  /** `Deployment`, or `apps/Deployment`. */
  readonly kinds?: readonly string[]
  readonly names?: readonly string[]
  readonly labels?: Readonly<Record<string, string>>
  readonly paths?: readonly string[]
  readonly managers?: readonly string[]
  readonly driftKinds?: readonly DriftKind[]
  readonly actorClasses?: readonly ActorClass[]
  readonly severities?: readonly Severity[]
  /** CEL over `finding`, `object`, `desired`, `live`; bounded (B-43). */
  readonly condition?: string
}

/** The ladder: which steps are taken at which age. A step that is absent is never taken; all are off unless configured. */
export interface Response {
  readonly notifyAfterMs?: number
  readonly revertAfterMs?: number
  readonly pullRequestAfterMs?: number
  readonly ticketAfterMs?: number
  readonly escalateAfterMs?: number
  /** Most effects of each kind a day and source; undefined = the central default. */
  readonly dailyCaps?: { readonly [step in ResponseStep]?: number }
  /** Owner's yes for reverting a person's or an unknown change. Default false. */
  readonly mayRevertPeople?: boolean
}
