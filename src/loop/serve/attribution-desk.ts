import { actorClassOfAttribution } from '../../ledger/attribution/actor-of.ts'
import { attributeVersion } from '../../ledger/attribution/attribute-version.ts'
import type { SeenChange } from '../../ledger/attribution/seen-change.ts'
import type { LedgerChange, ObjectRecord } from '../../ledger/ports.ts'
import type { AuditWindow } from '../../live/audit/window.ts'
import type { ActivityEntry } from '../../model/activity.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Deployer } from '../../model/deployer.ts'
import { printPath } from '../../model/field-path.ts'
import { parsePath } from '../../model/field-path-parse.ts'
import type { Finding } from '../../model/finding.ts'
import { HOUR, MINUTE, type Instant } from '../../model/instant.ts'
import { canonicalJson, type Json } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'
import type { CheckedObservation, ObservedDifference } from '../../model/observation.ts'
import type { VersionId } from '../../model/object-version.ts'
import type { OverwrittenFix } from '../../model/overwritten-fix.ts'
import type { Attribution, ReportedDrift } from '../../model/scan-report.ts'
import { actorClassOf } from '../../policy/actors.ts'
import { KnownFixes } from './known-fixes.ts'
import { rememberedChange } from './remembered-change.ts'

/** What is known of the object beside the observation. */
export interface AttributedAround {
  readonly kindInfo: KindInfo
  readonly deployer: Deployer | undefined
}

/** A change that an event may still come for. */
interface Waiting {
  readonly findingId: string
  readonly ref: ObjectRef
  readonly change: SeenChange
  readonly since: Instant
  /** Of the value that the change gave; null where it took it away. */
  readonly valueMark?: string | null
  /** Id of the overwritten fix that the change undid; absent where it made the difference. */
  readonly undid?: string
}

/** An object of which something may be better known, with how to write it down. */
export interface BetterKnown {
  readonly ref: ObjectRef
  readonly decide: (record: ObjectRecord, now: Instant) => LedgerChange | undefined
}

/** Who made a difference, and what kind of writer that is. */
export type KnownAuthor = Pick<ReportedDrift, 'attribution' | 'actorClass'>

/** The API server's clock may be off by so much from ours. */
const SKEW_MS = MINUTE
const MOST_WAITING = 50_000

/**
 * Who made a difference, with everything that is at hand now, and again when more comes: audit events are late as a rule.
 * A better answer replaces a weaker one; the evidence goes with it.
 */
export class AttributionDesk {
  readonly #window: AuditWindow
  readonly #now: () => Instant
  readonly #waiting = new Map<string, Waiting[]>()
  readonly #fixes = new KnownFixes()
  /** By finding of a missing object the last version that was there: a deletion writes none that could be kept. */
  readonly #gone = new Map<string, VersionId>()

  constructor(window: AuditWindow, now: () => Instant) {
    this.#window = window
    this.#now = now
  }

  attribute(
    difference: ObservedDifference,
    observation: CheckedObservation,
    around: AttributedAround & { readonly notBefore: Instant | null },
  ): KnownAuthor {
    const { drift } = difference
    const change = changeOf(observation, drift.path, drift.kind, around, difference.delta, drift.attribution)
    if (change === undefined) return { attribution: drift.attribution, actorClass: drift.actorClass }
    if (drift.kind === 'missing') this.#goneWith(drift.id, change.origin.id)
    const valueMark = difference.valueMark ?? null
    this.#await({ findingId: drift.id, ref: observation.ref, change, since: this.#now(), valueMark })
    return authorOf(this.#answer(change), change)
  }

  /**
   * Goes on waiting for the events of a change that an earlier service saw; they come within an hour or not at all. Returns
   * its author where the events that make it certain are here by now.
   */
  attributeSeen(
    finding: Finding,
    difference: ObservedDifference,
    observation: CheckedObservation,
    around: AttributedAround,
  ): KnownAuthor | undefined {
    if (finding.valueSince < this.#now() - HOUR) return undefined
    const change = rememberedChange(finding, difference, observation, { ...around, skewMs: SKEW_MS })
    if (change === undefined || this.#isAwaited(finding.id, change)) return undefined
    this.#await({ findingId: finding.id, ref: observation.ref, change, since: this.#now() })
    const author = authorOf(this.#answer(change), change)
    return author.attribution.confidence === 'certain' ? author : undefined
  }

  /**
   * The fix with who undid it: whoever wrote the version in which the change was gone again.
   *
   * @param madeBy the version that first had the value
   */
  attributeUndo(
    fix: OverwrittenFix,
    observation: CheckedObservation,
    around: AttributedAround & { readonly madeBy: VersionId | undefined },
  ): OverwrittenFix {
    const { id, path, findingId, ref } = fix
    const change = changeOf(observation, path, 'modified', { ...around, notBefore: null }, undefined, fix.undoneBy)
    if (change !== undefined) this.#await({ findingId, ref, change, since: this.#now(), undid: id })
    const known = change === undefined ? fix : { ...fix, undoneBy: this.#answer(change) }
    this.#fixes.put(known, around.madeBy ?? this.#gone.get(findingId), this.#now())
    this.#gone.delete(findingId)
    return known
  }

  /** Takes an event. Returns the objects of which something may be better known now, with how to write it down. */
  late(event: AuditEvent): readonly BetterKnown[] {
    if (!this.#window.add(event)) return []
    return this.#window.matchLate(event).flatMap(({ ref, id }) => this.again(ref, id))
  }

  /** Attributes the changes of a version anew, as when the last events about it should have come (`AuditWindow.settled`). */
  again(ref: ObjectRef, { resourceVersion }: VersionId): readonly BetterKnown[] {
    return (this.#waiting.get(keyOf(ref, resourceVersion)) ?? []).map((waiting) => ({
      ref,
      decide: (record: ObjectRecord, now: Instant) => this.#better(waiting, record, now),
    }))
  }

  /** What was found out is durable. Not before: a decision whose write failed is made once more, and must be the same. */
  recorded({ fixes }: LedgerChange): void {
    for (const fix of fixes) this.#fixes.replace(fix)
  }

  #better(waiting: Waiting, record: ObjectRecord, now: Instant): LedgerChange | undefined {
    const { findingId, change, undid } = waiting
    const author = authorOf(this.#answer(change), change)
    const { attribution } = author
    const finding = undid === undefined ? this.#betterFinding(waiting, author, record) : undefined
    const fixes =
      undid === undefined ? this.#withAuthor(findingId, change, attribution) : this.#withUndoer(undid, attribution)
    if (finding === undefined && fixes.length === 0) return undefined
    const entry = attributedEntry(findingId, attribution, now)
    const of = undid === undefined ? 'author' : 'undoer'
    return {
      ref: record.ref,
      findings: finding === undefined ? [] : [finding],
      causes: [],
      fixes,
      fights: [],
      activity: [
        ...(finding === undefined ? [] : [entry]),
        ...fixes.map(({ id }) => ({ ...entry, kind: 'fix-attributed', detail: { ...entry.detail, fix: id, of } })),
      ],
    }
  }

  #betterFinding(waiting: Waiting, author: KnownAuthor, record: ObjectRecord): Finding | undefined {
    const finding = record.findings.find(({ id }) => id === waiting.findingId)
    if (finding === undefined || !isStillAbout(finding, waiting)) return undefined
    if (isSame(author.attribution, finding.drift.attribution)) return undefined
    return { ...finding, drift: { ...finding.drift, ...author } }
  }

  /** What the change made may have been undone by now. */
  #withAuthor(findingId: string, { origin }: SeenChange, attribution: Attribution): readonly OverwrittenFix[] {
    return this.#fixes
      .madeBy(findingId, origin.id)
      .filter((fix) => !isSame(fix.attribution, attribution))
      .map((fix) => ({ ...fix, attribution }))
  }

  #withUndoer(id: string, undoneBy: Attribution): readonly OverwrittenFix[] {
    const fix = this.#fixes.get(id)
    return fix === undefined || isSame(fix.undoneBy, undoneBy) ? [] : [{ ...fix, undoneBy }]
  }

  #answer(change: SeenChange): Attribution {
    return attributeVersion(change, this.#window.claimsFor(change.origin, change.kind))
  }

  #goneWith(findingId: string, last: VersionId): void {
    this.#gone.delete(findingId)
    this.#gone.set(findingId, last)
    const [oldest] = this.#gone.keys()
    if (this.#gone.size > MOST_WAITING && oldest !== undefined) this.#gone.delete(oldest)
  }

  #isAwaited(findingId: string, { origin }: SeenChange): boolean {
    const waiting = this.#waiting.get(keyOf(origin.ref, origin.id.resourceVersion)) ?? []
    return waiting.some((one) => one.findingId === findingId && one.undid === undefined)
  }

  #await(waiting: Waiting): void {
    const key = keyOf(waiting.ref, waiting.change.origin.id.resourceVersion)
    const others = (this.#waiting.get(key) ?? []).filter(
      ({ findingId, undid }) => findingId !== waiting.findingId || undid !== waiting.undid,
    )
    this.#waiting.delete(key)
    this.#waiting.set(key, [...others, waiting])
    for (const [old, [first]] of this.#waiting) {
      const isOld = first === undefined || first.since < waiting.since - HOUR
      if (!isOld && this.#waiting.size <= MOST_WAITING) break
      this.#waiting.delete(old)
    }
  }
}

function attributedEntry(findingId: string, { confidence, evidence, reason }: Attribution, at: Instant): ActivityEntry {
  return {
    at,
    actor: { kind: 'system', id: 'audit' },
    surface: 'audit',
    kind: 'finding-attributed',
    subject: { type: 'finding', id: findingId },
    detail: { confidence, evidence, reason },
  }
}

function isSame(one: Attribution, other: Attribution): boolean {
  return canonicalJson(one as unknown as Json) === canonicalJson(other as unknown as Json)
}

/** A user tells more of the kind of writer than the name of a client does. */
function authorOf(attribution: Attribution, { deployer }: SeenChange): KnownAuthor {
  const actorClass = actorClassOfAttribution(attribution, deployer, (owner) => actorClassOf(owner, { deployer }))
  return { attribution, actorClass }
}

function keyOf(ref: ObjectRef, resourceVersion: string): string {
  return `${printRef(ref)} ${resourceVersion}`
}

/** The finding may have got another value since, which somebody else wrote. Where no version tells, the value does. */
function isStillAbout(finding: Finding, { change, valueMark }: Waiting): boolean {
  const { writtenBy, drift, standing, agreedSince } = finding
  if (drift.kind === 'missing') return true
  if (writtenBy === null) return standing !== 'pending' && agreedSince === null && finding.valueMark === valueMark
  const { uid, resourceVersion } = change.origin.id
  return writtenBy.version.uid === uid && writtenBy.version.resourceVersion === resourceVersion
}

function changeOf(
  observation: CheckedObservation,
  path: string,
  driftKind: SeenChange['driftKind'],
  { kindInfo, deployer, notBefore }: AttributedAround & { readonly notBefore: Instant | null },
  delta: SeenChange['delta'],
  oneLook: Attribution,
): SeenChange | undefined {
  const origin = observation.version ?? observation.absence
  if (origin === undefined) return undefined
  return {
    origin,
    delta,
    writers: observation.writers,
    kind: { group: kindInfo.group, resource: kindInfo.resource },
    path: printPath(parsePath(path) ?? []),
    driftKind,
    deployer,
    skewMs: SKEW_MS,
    notBefore,
    oneLook,
    contentMark: observation.contentMark,
  }
}
