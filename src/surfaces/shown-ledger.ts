import type { ChainedActivity } from '../model/activity.ts'
import type { Finding, Handling } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { FindingQuery, LedgerReads, Page } from '../ledger/ports.ts'

/**
 * A finding as it leaves the service: without the marks that stand for values, which would let a reader test guesses of a
 * secret (S-3), and without what only the ledger itself needs to go on from.
 */
export interface ShownFinding
  extends Pick<
    Finding,
    | 'id'
    | 'drift'
    | 'standing'
    | 'state'
    | 'onset'
    | 'period'
    | 'regressions'
    | 'agreedSince'
    | 'standingSince'
    | 'valueSince'
    | 'explainedBy'
    | 'causeId'
    | 'owner'
    | 'assignee'
    | 'sources'
    | 'lastConfirmed'
    | 'frozen'
    | 'baseline'
    | 'decision'
  > {
  readonly handling: ShownHandling
}

export type ShownHandling =
  | Exclude<Handling, { readonly kind: 'accepted' }>
  | (Omit<Extract<Handling, { readonly kind: 'accepted' }>, 'pinned'> & {
      readonly pinned: Omit<Extract<Handling, { readonly kind: 'accepted' }>['pinned'], 'valueMark'>
    })

/** What the command line reads: the ledger itself gives it, and so does a service over HTTP. */
export interface ShownReads
  extends Pick<
    LedgerReads,
    | 'periods'
    | 'decisions'
    | 'causes'
    | 'objects'
    | 'activity'
    | 'overwritten'
    | 'fights'
    | 'ruleHits'
    | 'sources'
    | 'clusters'
    | 'counts'
  > {
  findings(query: FindingQuery): Promise<Page<ShownFinding>>
  finding(idOrPrefix: string): Promise<ShownFinding | undefined>
}

/** Commands whose origin is settled: by whoever opened the ledger, or by the token that the service was shown. */
export interface ShownCommands {
  acknowledge(findingId: string): Promise<ShownFinding>
  accept(findingId: string, asked: { readonly until: Instant; readonly reason: string }): Promise<ShownFinding>
  reopen(findingId: string): Promise<ShownFinding>
  assign(findingId: string, assignee: string | null): Promise<ShownFinding>
  recheck(ref: ObjectRef): Promise<void>
  deployed(source: string, revision: string): Promise<void>
  confirmSource(source: string): Promise<void>
}

/** A ledger that is open: in this process while no service holds it, or behind a service. */
export interface OpenedLedger {
  readonly reads: ShownReads
  readonly commands: ShownCommands
  /** The clock of whoever writes the ledger; ages are counted on it, so that they agree with what it shows (F-13). */
  now(): Instant
  /**
   * Activity as it is recorded, after the entry with this number; without one, from now on. Goes on over broken
   * connections without gaps, until `signal` is aborted. Undefined where no service runs: then nothing is recorded.
   */
  readonly changes?: (after: number | undefined, signal: AbortSignal) => AsyncIterable<ChainedActivity>
  close(): Promise<void>
}
