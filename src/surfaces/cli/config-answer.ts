import type { CodedError } from '../../model/coded-error.ts'
import type { RuleAspect } from '../../model/decision.ts'
import type { Severity } from '../../model/severity.ts'

/** What `driftage config` answers. */
export type ConfigAnswer =
  /** Everything that is wrong, in the order of files and lines. */
  | { readonly kind: 'wrong'; readonly errors: readonly CodedError[] }
  | {
      readonly kind: 'right'
      readonly files: readonly string[]
      readonly clusters: number
      readonly sources: number
      readonly rules: number
    }
  /** JSON Schema (2020-12) of the main file. */
  | { readonly kind: 'schema'; readonly schema: object }
  | { readonly kind: 'explained'; readonly explanation: ShownRules }

/** What a configuration makes of one place. */
export interface ShownRules {
  readonly expected: boolean | null
  readonly severity: Severity
  /** Why the severity is not the catalogue's; empty where a rule set it. */
  readonly modifiers: readonly string[]
  readonly graceMs: number
  readonly owner: string | null
  /** Milliseconds after which each step is taken; absent = never. */
  readonly response: Readonly<Record<string, number>>
  /** Steps that are turned on; the others are never taken, whatever a rule says. */
  readonly enabled: readonly string[]
  /** Every rule that has a say, in the order in which they are asked. */
  readonly rules: readonly ShownRule[]
}

export interface ShownRule {
  readonly id: string
  readonly from: 'central' | 'source' | 'shipped'
  readonly standing: 'matches' | 'ended' | 'unknown'
  readonly decides: readonly RuleAspect[]
  readonly overruled: readonly { readonly aspect: RuleAspect; readonly by: string }[]
}
