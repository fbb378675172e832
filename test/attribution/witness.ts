import { attributeVersion } from '../../src/ledger/attribution/attribute-version.ts'
import { AuditIntake, type IntakeOutcome } from '../../src/live/audit/intake.ts'
import { AuditWindow } from '../../src/live/audit/window.ts'
import type { AuditEvent } from '../../src/model/audit-event.ts'
import { MINUTE } from '../../src/model/instant.ts'
import type { Attribution } from '../../src/model/scan-report.ts'
import type { Random } from '../differential/random.ts'
import type { Change } from './changes.ts'
import { KINDS, NAMESPACE } from './targets.ts'

/** One change as one kind of evidence attributes it: each time that the answer may have become another. */
export interface Verdict {
  readonly change: Change
  readonly answers: readonly Attribution[]
}

interface Known {
  readonly change: Change
  readonly answers: Attribution[]
}

/**
 * Attributes by one kind of evidence as the service does: at once with what is there, and again whenever an event comes
 * that may say more.
 */
export class Witness {
  readonly name: string
  readonly intake: AuditIntake
  readonly counts = new Map<IntakeOutcome, number>()
  readonly #window: AuditWindow
  readonly #known = new Map<string, Known[]>()

  /**
   * @param patienceMs how late events are as a rule
   * @param way what happens to the events of a batch before they come; default nothing
   */
  constructor(name: string, patienceMs: number, way: (events: readonly AuditEvent[]) => readonly AuditEvent[] = same) {
    this.name = name
    this.#window = new AuditWindow({ now: Date.now, skewMs: () => MINUTE, patienceMs: () => patienceMs })
    this.intake = new AuditIntake({
      isRelevant: (_cluster, object) =>
        object.namespace === NAMESPACE &&
        KINDS.some(({ group, resource }) => group === object.group && resource === object.resource),
      isStatusRelevant: () => false,
      deliver: (events) => {
        for (const event of way(events)) this.#take(event)
        return Promise.resolve()
      },
      count: (_cluster, outcome, events) => {
        this.counts.set(outcome, (this.counts.get(outcome) ?? 0) + events)
      },
    })
  }

  see(change: Change): void {
    if (change.what === 'created') this.#window.noted(change.seen.origin, change.seen.kind)
    const known: Known = { change, answers: [] }
    const key = keyOf(change.seen.origin)
    this.#known.set(key, [...(this.#known.get(key) ?? []), known])
    this.#attribute(known)
  }

  /** As the service does every few seconds. */
  settle(): void {
    for (const { id } of this.#window.settled()) {
      for (const known of this.#known.get(keyOf({ id })) ?? []) this.#attribute(known)
    }
  }

  verdicts(): readonly Verdict[] {
    return [...this.#known.values()].flat()
  }

  #take(event: AuditEvent): void {
    if (!this.#window.add(event)) return
    for (const { id } of this.#window.matchLate(event)) {
      for (const known of this.#known.get(keyOf({ id })) ?? []) this.#attribute(known)
    }
  }

  #attribute({ change, answers }: Known): void {
    answers.push(attributeVersion(change.seen, this.#window.claimsFor(change.seen.origin, change.seen.kind)))
  }
}

function same(events: readonly AuditEvent[]): readonly AuditEvent[] {
  return events
}

/** A log that loses a third of its events, tells a third twice, and none in order (F-27). */
export function badWay(random: Random): (events: readonly AuditEvent[]) => readonly AuditEvent[] {
  return (events) => {
    const kept = events.filter(() => random.chance(2 / 3))
    return random.shuffled([...kept, ...kept.filter(() => random.chance(0.5))])
  }
}

function keyOf({ id }: { readonly id: { readonly uid: string; readonly resourceVersion: string } }): string {
  return `${id.uid}/${id.resourceVersion}`
}
