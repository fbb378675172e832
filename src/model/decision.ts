import type { Instant } from './instant.ts'

/** What policy chose for a finding, with why. A value: it has no effect by itself. Every code has a paragraph in the docs. */
export type DecisionReason =
  | 'within-grace'
  | 'baseline'
  | 'notify-due'
  | 'revert-due'
  | 'pull-request-due'
  | 'ticket-due'
  | 'escalate-due'
  | 'waiting'
  | 'nothing-enabled'
  | 'never-pages'
  | 'held-incident'
  | 'acknowledged'
  | 'accepted'
  | 'expected'
  | 'contested'
  | 'too-many'
  | 'daily-cap'
  | 'unknown-frozen'
  | 'pending-change'
  | 'stalled-rollout'
  | 'asks-owner'
  | 'resolved'

/** One rung of the response ladder. */
export type ResponseStep = 'notify' | 'revert' | 'pull-request' | 'ticket' | 'escalate'

export interface Decision {
  readonly reason: DecisionReason
  /** The step that is due now; null where nothing is. */
  readonly due: ResponseStep | null
  /** What comes next and when; null where nothing will happen by itself. */
  readonly next: { readonly step: ResponseStep | 'open'; readonly at: Instant } | null
  /** Ids of the rules that set each aspect; absent where a default did. */
  readonly rules: { readonly [aspect in RuleAspect]?: string }
  /** A sentence for people, such as `held: incident INC-7 until 14:00`. */
  readonly text: string
}

export type RuleAspect = 'expected' | 'severity' | 'grace' | 'owner' | 'response'
