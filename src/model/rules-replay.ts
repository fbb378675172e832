import type { Decision } from './decision.ts'
import type { FindingState } from './finding.ts'
import type { Instant } from './instant.ts'
import type { ReportedObject } from './scan-report.ts'
import type { Severity } from './severity.ts'

/** What a rule set makes of the recorded findings, against what is recorded or what another set makes of them. */
export interface RulesReplay {
  readonly now: Instant
  /** `recorded`: with what the record says. `rules`: with another rule set, both asked anew. */
  readonly comparedWith: 'recorded' | 'rules'
  /** Findings that were replayed. */
  readonly findings: number
  /** Of which the rules that are supposed to be in force make something else than what is recorded; 0 against the record. */
  readonly recordedOtherwise: number
  /** Those for which something would change or cannot be told, in the order given. */
  readonly items: readonly ReplayedFinding[]
  /** Every rule that has or had a say, and every rule of the configuration; in the order in which they are asked. */
  readonly rules: readonly ReplayedRule[]
}

export type RuledPart = 'expected' | 'severity' | 'state' | 'owner' | 'decision'

/** What rules make of a finding. Of a side that the record cannot tell, the part is absent. */
export interface RuledFinding {
  /** The rule that makes it expected; null = it is drift, or on its way. */
  readonly expected: string | null
  readonly severity: Severity
  readonly state: FindingState
  readonly owner: string | null
  readonly decision: Decision
}

export interface ReplayedFinding {
  readonly id: string
  readonly object: ReportedObject
  /** Written path. */
  readonly path: string
  readonly before: Partial<RuledFinding>
  readonly after: Partial<RuledFinding>
  /** What would change for certain. */
  readonly changes: readonly RuledPart[]
  /** Of what the record does not tell whether it would change, or into what, with the facts on which that depends. */
  readonly untold: readonly { readonly part: RuledPart; readonly because: readonly UntoldFact[] }[]
}

/** A fact that a rule or a decision rests on and that the record of a finding does not hold. */
export interface UntoldFact {
  readonly fact: /** Labels of the object. */
    | 'labels'
    /** The severity of the catalogue, where a rule set another one. */
    | 'catalogue-severity'
    /** Whether the catalogue or admission explains what a rule of the configuration spoke for. */
    | 'catalogue'
    /** Whether Git moved as well under what a rule explained. */
    | 'git-moved'
    /** Whether CODEOWNERS or a label names the owner. */
    | 'named-owner'
    /** What the source's own rules say. */
    | 'source-rules'
    /** What was decided: nothing is recorded. */
    | 'decision'
    /** More questions than are tried out. */
    | 'too-many'
  /** Rules that depend on it; empty where none does by itself. */
  readonly rules: readonly string[]
}

export interface ReplayedRule {
  readonly rule: string
  /** `gone`: the configuration does not hold it. */
  readonly from: 'central' | 'source' | 'shipped' | 'catalogue' | 'gone'
  /** Findings of which it decides something. */
  readonly before: number
  readonly after: number
  /** Findings of which nobody can tell whether it would. */
  readonly untold: number
  /** `overruled`: it matches, and rules before it say everything that it says. `ended`: its date is over. */
  readonly standing: 'hits' | 'overruled' | 'ended' | 'nothing'
}
