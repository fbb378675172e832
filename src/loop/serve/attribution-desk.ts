import { actorClassOfAttribution } from '../../ledger/attribution/actor-of.ts'
import { attributeVersion } from '../../ledger/attribution/attribute-version.ts'
import { type KnownAuthor, withAuthor, withUndoer } from '../../ledger/attribution/better-known.ts'
import type { SeenChange } from '../../ledger/attribution/seen-change.ts'
import { wasTakenBack } from '../../ledger/overwritten.ts'
import type { LedgerChange, ObjectRecord } from '../../ledger/ports.ts'
import type { AuditWindow } from '../../live/audit/window.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Deployer } from '../../model/deployer.ts'
import { printPath } from '../../model/field-path.ts'
import { parsePath } from '../../model/field-path-parse.ts'
import type { Finding } from '../../model/finding.ts'
import { HOUR, MINUTE, type Instant } from '../../model/instant.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { CheckedObservation, ObservedDifference } from '../../model/observation.ts'
import type { VersionId, VersionOrigin } from '../../model/object-version.ts'
import type { OverwrittenFix } from '../../model/overwritten-fix.ts'
import type { Attribution } from '../../model/scan-report.ts'
import { actorClassOf } from '../../policy/actors.ts'
import { type AwaitedChange, AwaitedChanges } from './awaited-changes.ts'
import { KnownFixes } from './known-fixes.ts'
import { rememberedChange } from './remembered-change.ts'

/** What is known of the object beside the observation. */
export interface AttributedAround {
  readonly kindInfo: KindInfo
  readonly deployer: Deployer | undefined
}

/** An object of which something may be better known, with how to write it down. */
export interface BetterKnown {
  /** The same for the same change of the same finding. */
  readonly key: string
  readonly ref: ObjectRef
  readonly decide: (record: ObjectRecord, now: Instant) => LedgerChange | undefined
}

/** The API server's clock may be off by so much from ours. */
const SKEW_MS = MINUTE
const MOST_GONE = 50_000

/**
 * Who made a difference, with everything that is at hand now, and again when more comes: audit events are late as a rule.
 * A better answer replaces a weaker one; the evidence goes with it.
 */
export class AttributionDesk {
  readonly #window: AuditWindow
  readonly #now: () => Instant
  readonly #awaited = new AwaitedChanges()
  readonly #fixes = new KnownFixes()
  /** By finding of a missing object the last version that was there: a deletion writes none that could be kept. */
  readonly #gone = new Map<string, VersionId>()

  constructor(window: AuditWindow, now: () => Instant) {
    this.#window = window
    this.#now = now
  }

  /** Takes note of a version, whether it differs from Git or not; before anything about it is attributed. */
  noted(version: VersionOrigin, { group, resource }: KindInfo): void {
    this.#window.noted(version, { group, resource })
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
    this.#awaited.add({ findingId: drift.id, ref: observation.ref, change, since: this.#now(), valueMark })
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
    if (change === undefined || this.#awaited.hasAuthorOf(finding.id, change)) return undefined
    this.#awaited.add({ findingId: finding.id, ref: observation.ref, change, since: this.#now() })
    const author = authorOf(this.#answer(change), change)
    return author.attribution.confidence === 'certain' ? author : undefined
  }

  /**
   * The fix with who undid it: whoever wrote the version in which the change was gone again. Undefined where that was a
   * person, so that it is none.
   *
   * @param madeBy the version that first had the value
   */
  attributeUndo(
    fix: OverwrittenFix,
    observation: CheckedObservation,
    around: AttributedAround & { readonly madeBy: VersionId | undefined },
  ): OverwrittenFix | undefined {
    const { id, path, findingId, ref } = fix
    const change = changeOf(observation, path, 'modified', { ...around, notBefore: null }, undefined, fix.undoneBy)
    const madeBy = around.madeBy ?? this.#gone.get(findingId)
    const undoer = change === undefined ? undefined : authorOf(this.#answer(change), change)
    if (undoer !== undefined && wasTakenBack(undoer)) return undefined
    if (change !== undefined) this.#awaited.add({ findingId, ref, change, since: this.#now(), undid: id })
    const known = undoer === undefined ? fix : { ...fix, undoneBy: undoer.attribution }
    this.#fixes.put(known, madeBy, this.#now())
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
    return this.#awaited.of(ref, resourceVersion).map((waiting) => ({
      key: `${waiting.findingId} ${resourceVersion} ${waiting.undid ?? ''}`,
      ref,
      decide: (record: ObjectRecord, now: Instant) => this.#better(waiting, record, now),
    }))
  }

  /** What was found out is durable. Not before: a decision whose write failed is made once more, and must be the same. */
  recorded({ fixes, withdrawn = [] }: LedgerChange): void {
    for (const id of withdrawn) this.#fixes.drop(id)
    for (const fix of fixes) this.#fixes.replace(fix)
  }

  #better(
    { findingId, change, valueMark, undid }: AwaitedChange,
    record: ObjectRecord,
    now: Instant,
  ): LedgerChange | undefined {
    const author = authorOf(this.#answer(change), change)
    if (undid === undefined) {
      const fixes = this.#fixes.madeBy(findingId, change.origin.id)
      return withAuthor({ findingId, version: change.origin.id, valueMark }, author, { record, fixes, now })
    }
    const fix = this.#fixes.get(undid)
    return fix && withUndoer(fix, author, { record, now })
  }

  #answer(change: SeenChange): Attribution {
    return attributeVersion(change, this.#window.claimsFor(change.origin, change.kind))
  }

  #goneWith(findingId: string, last: VersionId): void {
    this.#gone.delete(findingId)
    this.#gone.set(findingId, last)
    const [oldest] = this.#gone.keys()
    if (this.#gone.size > MOST_GONE && oldest !== undefined) this.#gone.delete(oldest)
  }
}

/** A user tells more of the kind of writer than the name of a client does. */
function authorOf(attribution: Attribution, { deployer }: SeenChange): KnownAuthor {
  const actorClass = actorClassOfAttribution(attribution, deployer, (owner) => actorClassOf(owner, { deployer }))
  return { attribution, actorClass }
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
