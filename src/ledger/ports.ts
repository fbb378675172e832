import type { ActivityEntry, ChainedActivity } from '../model/activity.ts'
import type { Decision } from '../model/decision.ts'
import type { Finding, OpenPeriod } from '../model/finding.ts'
import type { Instant } from '../model/instant.ts'
import type { JsonObject } from '../model/json.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { VersionId } from '../model/object-version.ts'
import type { Cause, Fight, OverwrittenFix } from '../model/overwritten-fix.ts'
import type { Verdict } from '../model/scan-report.ts'
import type { ClusterState, SourceState } from '../model/source-state.ts'

/** The verdict on one object and what it rests on. */
export interface ObjectState {
  readonly ref: ObjectRef
  readonly verdict: Verdict
  /** Why it, or a part of it, is unknown; null where everything could be decided. */
  readonly reason: string | null
  /** When both sides were last read, as far as it was worth writing; an unknown verdict keeps the time of the one before. */
  readonly asOf: Instant
  /** Last version seen; null while missing. */
  readonly version: VersionId | null
  readonly revisions: Readonly<Record<string, string>>
  /** Empty once no source holds the object any more; then it counts nowhere. */
  readonly sources: readonly string[]
  readonly owner: string | null
  readonly schemaHash: string
  /** Fields that rules explain now. */
  readonly explained: number
}

/**
 * What the object was last told and had, field by field: the desired manifest as it was when each field was last seen equal
 * on both sides, with values of sensitive fields replaced by keyed digests. The strongest evidence of a base.
 */
export interface AgreedBase {
  readonly manifest: JsonObject
  /**
   * Written paths at which no agreement was ever seen. The manifest is silent there, and says nothing: at, below and above
   * them this is no evidence of a base.
   */
  readonly neverAgreed: readonly string[]
  /** Commit at which the newest agreement was seen; empty where the source is no commit. */
  readonly revision: string
  readonly at: Instant
}

/** Everything that the ledger keeps of one object and that deciding about its next observation needs. */
export interface ObjectRecord {
  readonly ref: ObjectRef
  readonly object: ObjectState | null
  readonly agreed: AgreedBase | null
  /** Unresolved ones, and resolved ones however old: whether one counts as a regression (30 days) needs the time. */
  readonly findings: readonly Finding[]
  /** Those that go on, and those that ended. */
  readonly fights: readonly Fight[]
  /** How often each value was undone: by finding id and value mark; in a change, 0 = never, after all. */
  readonly undone: readonly {
    readonly findingId: string
    readonly valueMark: string | null
    readonly times: number
    readonly last: Instant
  }[]
}

/** What one observation (or a command, or a timer) changes; written in one transaction or not at all. */
export interface LedgerChange {
  readonly ref: ObjectRef
  readonly object?: ObjectState
  readonly agreed?: AgreedBase
  /**
   * Whole new states, to be written in this order. A period with a `from` that the last period of the finding does not have
   * is a new one; where one ends and the next begins in the same step, the finding is in here twice.
   */
  readonly findings: readonly Finding[]
  readonly causes: readonly Cause[]
  readonly fixes: readonly OverwrittenFix[]
  /** Ids of recorded fixes that turned out to be none: a person put Git's value back. Absent = none. */
  readonly withdrawn?: readonly string[]
  /** New counts of values that were undone, as {@link ObjectRecord} gives them back; absent where none changed. */
  readonly undone?: ObjectRecord['undone']
  readonly fights: readonly Fight[]
  readonly activity: readonly ActivityEntry[]
}

/** Who may write about a cluster: checked inside the transaction, so that a stale holder's writes fail (F-25). */
export interface Fence {
  readonly cluster: string
  readonly owner: string
  readonly epoch: number
}

export interface LedgerStore {
  record(ref: ObjectRef): Promise<ObjectRecord>
  /** References of a cluster that have unresolved findings, or whose object is not in sync. */
  unsettled(cluster: string): Promise<readonly ObjectRef[]>
  /** @throws DriftageError DRF50xx; DRF5011 where the lease is lost: nothing was written, and nothing more will be */
  apply(changes: readonly LedgerChange[], fence: Fence): Promise<void>
  /** Activity that is about no object: configuration, leases, restores. */
  append(entries: readonly ActivityEntry[]): Promise<void>
  /** Unresolved findings whose next step is due. */
  due(cluster: string, now: Instant, limit: number): Promise<readonly Finding[]>
  /** Findings whose value was first seen in a version, for audit events that come later. */
  writtenBy(cluster: string, version: VersionId): Promise<readonly Finding[]>
  saveSource(state: SourceState): Promise<void>
  /** Where it is about that cluster still. What its findings say of it stays. */
  forgetSource(name: string, cluster: string): Promise<void>
  saveCluster(state: ClusterState): Promise<void>
  sources(): Promise<readonly SourceState[]>
  clusters(): Promise<readonly ClusterState[]>
}

/** Which service watches which cluster. A lease is a row; its epoch goes up with each new holder (I5). */
export interface LeaseStore {
  /** Takes or renews; undefined where somebody else holds it. */
  acquire(cluster: string, owner: string, now: Instant, forMs: number): Promise<Fence | undefined>
  release(fence: Fence): Promise<void>
}

/** Names of persons, kept apart from everything else: erasing one leaves all records and the chain as they are. */
export interface PersonStore {
  /** The pseudonym of a person, the same for the same name; made up at the first asking. */
  pseudonymOf(name: string): Promise<string>
  /** By pseudonym; those that were erased or never given are absent. */
  namesOf(pseudonyms: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** False where nobody has this pseudonym, or the name is gone already. */
  erase(pseudonym: string): Promise<boolean>
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Opaque; absent on the last page. */
  readonly next?: string
}

export interface FindingQuery {
  readonly states?: readonly Finding['state'][]
  readonly standings?: readonly Finding['standing'][]
  readonly handling?: readonly Finding['handling']['kind'][]
  readonly severities?: readonly string[]
  readonly cluster?: string
  readonly namespace?: string
  readonly kind?: string
  readonly name?: string
  readonly source?: string
  readonly owner?: string
  readonly cause?: string
  readonly actorClass?: string
  /** Only older than this, in milliseconds at `now`. */
  readonly olderThanMs?: number
  readonly now: Instant
  /** `urgency`: severity, then age; the default. */
  readonly order?: 'urgency' | 'newest'
  readonly limit: number
  readonly cursor?: string
}

export interface CauseRow extends Cause {
  readonly findings: number
  readonly objects: number
  readonly clusters: readonly string[]
  readonly oldest: Instant
  readonly worst: string
}

export interface RuleHits {
  readonly rule: string
  readonly fields: number
  readonly objects: number
  readonly since: Instant
}

/** What the surfaces read. Never throws for "not there": undefined or an empty page. */
export interface LedgerReads {
  findings(query: FindingQuery): Promise<Page<Finding>>
  finding(idOrPrefix: string): Promise<Finding | undefined>
  /** Oldest first. */
  periods(findingId: string): Promise<readonly OpenPeriod[]>
  /** What was decided about a finding and when it changed, newest first. */
  decisions(findingId: string): Promise<readonly { readonly at: Instant; readonly decision: Decision }[]>
  causes(query: Pick<FindingQuery, 'cluster' | 'limit' | 'cursor' | 'now'>): Promise<Page<CauseRow>>
  objects(query: {
    readonly cluster?: string
    readonly verdict?: Verdict
    readonly source?: string
    readonly limit: number
    readonly cursor?: string
  }): Promise<Page<ObjectState>>
  object(ref: ObjectRef): Promise<ObjectRecord | undefined>
  /** With `after`: the entries after this number, oldest first, so that a reader misses none. Otherwise newest first. */
  activity(query: {
    readonly subject?: string
    readonly kinds?: readonly string[]
    readonly after?: number
    readonly limit: number
    readonly cursor?: string
  }): Promise<Page<ChainedActivity>>
  overwritten(query: {
    readonly cluster?: string
    readonly findingId?: string
    readonly limit: number
    readonly cursor?: string
  }): Promise<Page<OverwrittenFix>>
  fights(query: {
    readonly cluster?: string
    readonly active?: boolean
    readonly limit: number
    readonly cursor?: string
  }): Promise<Page<Fight>>
  ruleHits(): Promise<readonly RuleHits[]>
  sources(): Promise<readonly SourceState[]>
  clusters(): Promise<readonly ClusterState[]>
  /** Counts for metrics and `status`: unresolved findings by these labels, with the oldest onset of each; in no order. */
  counts(): Promise<readonly FindingCount[]>
}

export interface FindingCount {
  readonly cluster: string
  readonly namespace: string
  readonly kind: string
  readonly severity: string
  readonly state: Finding['state']
  readonly standing: Finding['standing']
  readonly handling: Finding['handling']['kind']
  readonly count: number
  readonly oldest: Instant
}
