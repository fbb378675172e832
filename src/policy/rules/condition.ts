import type { Json } from '../../model/json.ts'

/** What a condition may look at, by the names under which it does. Values of sensitive fields are never among it. */
export interface ConditionFacts {
  readonly finding: {
    /** Written path; empty for the object itself. */
    readonly path: string
    readonly kind: string
    readonly severity: string
    readonly actorClass: string
    /** Empty where nobody is known. */
    readonly manager: string
    readonly sources: readonly string[]
    readonly sensitive: boolean
  }
  readonly object: {
    readonly cluster: string
    readonly group: string
    readonly kind: string
    readonly namespace: string
    readonly name: string
    /** Undefined where they are not at hand. */
    readonly labels: Readonly<Record<string, string>> | undefined
  }
  /** Undefined where Git is silent, and for sensitive fields; a condition sees null. */
  readonly desired: Json | undefined
  /** Undefined where the cluster has nothing, and for sensitive fields; a condition sees null. */
  readonly live: Json | undefined
}

/**
 * `unknown`: it could not be evaluated, so the rule does not count, and that is told. `untold`: it asks for labels, which are
 * not at hand.
 */
export type ConditionTest = (facts: ConditionFacts) => boolean | 'unknown' | 'untold'

/** Compiles an expression once; a problem is a sentence that says what is wrong with it. */
export type CompileCondition = (expression: string) => { readonly test: ConditionTest } | { readonly problem: string }
