import type { Instant } from '../../model/instant.ts'
import type { RuleAspect } from '../../model/decision.ts'
import type { Response } from '../../model/response-rule.ts'
import type { Severity } from '../../model/severity.ts'
import type { SeverityModifier } from './severity-modifiers.ts'

/** What the rules say about one difference: for each aspect, the first rule that matches and sets it. */
export interface Aspects {
  /** True: not drift. False: drift, whatever later rules or catalogues say. Undefined: no rule speaks. */
  readonly expected: boolean | undefined
  /** When the rule that makes it expected ends; undefined = never, or not expected. */
  readonly expectedUntil: Instant | undefined
  readonly severity: Severity
  /** Why the severity is not the catalogue's; empty where a rule set it. */
  readonly modifiers: readonly SeverityModifier[]
  readonly graceMs: number
  readonly owner: string | undefined
  readonly response: Response
  /** Ids of the rules that set each aspect; absent where none did. */
  readonly rules: { readonly [aspect in RuleAspect]?: string }
  /** A rule made it expected until this time; since then it asks before any effect. */
  readonly lapsed: { readonly rule: string; readonly at: Instant } | undefined
  /** Rules whose condition could not be evaluated: they do not count here, and their metric goes up. */
  readonly undecided: readonly string[]
}
