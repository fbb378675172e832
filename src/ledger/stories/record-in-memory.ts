import type { ActivityEntry } from '../../model/activity.ts'
import type { Finding, OpenPeriod } from '../../model/finding.ts'
import { compareText, type ObjectRef } from '../../model/object-ref.ts'
import type { OverwrittenFix } from '../../model/overwritten-fix.ts'
import { isLasting } from '../look.ts'
import type { LedgerChange, ObjectRecord } from '../ports.ts'

/** The record of one object as a store would keep it, with what must hold in every store. */
export class RecordInMemory {
  record: ObjectRecord
  readonly activity: ActivityEntry[] = []
  readonly fixes: OverwrittenFix[] = []
  readonly #periods = new Map<string, OpenPeriod[]>()
  readonly #causes = new Set<string>()
  /** Findings that were written with a cause that nothing tells of, which a store refuses. */
  readonly #orphans: string[] = []

  constructor(ref: ObjectRef) {
    this.record = { ref, object: null, agreed: null, findings: [], fights: [], undone: [] }
  }

  apply(change: LedgerChange | undefined): void {
    if (change === undefined) return
    for (const { id } of change.causes) this.#causes.add(id)
    for (const finding of change.findings) this.#write(finding)
    const { object, agreed, findings, fights, undone } = this.record
    this.record = {
      ref: this.record.ref,
      object: change.object ?? object,
      agreed: change.agreed ?? agreed,
      findings: merged(findings, change.findings, ({ id }) => id).toSorted((a, b) => compareText(a.id, b.id)),
      fights: merged(fights, change.fights, ({ id }) => id),
      undone: merged(undone, change.undone ?? [], (one) => `${one.findingId} ${one.valueMark}`),
    }
    this.fixes.push(...change.fixes)
    this.activity.push(...change.activity)
  }

  /** All periods of a finding, oldest first. */
  periods(findingId: string): readonly OpenPeriod[] {
    return this.#periods.get(findingId) ?? []
  }

  /** What no sequence of observations, commands and clocks may break, in sentences; empty where all of it holds. */
  broken(now: number): readonly string[] {
    return [
      ...this.#orphans,
      ...this.record.findings.flatMap((finding) => [
        ...brokenPeriods(finding, this.periods(finding.id)),
        ...brokenFinding(finding, now),
      ]),
    ]
  }

  #write(finding: Finding): void {
    if (!this.#causes.has(finding.causeId)) this.#orphans.push(`the cause of ${finding.id} is written nowhere`)
    const periods = this.#periods.get(finding.id) ?? []
    const isKnown = periods.at(-1)?.from === finding.period.from
    this.#periods.set(finding.id, [...(isKnown ? periods.slice(0, -1) : periods), finding.period])
  }
}

function brokenPeriods({ id, state, period }: Finding, periods: readonly OpenPeriod[]): readonly string[] {
  const overlaps = periods.some((one, i) => i > 0 && (periods[i - 1]?.to ?? Infinity) > one.from)
  const backwards = periods.some(({ from, to }) => to !== null && to < from)
  const open = periods.filter(({ to }) => to === null).length
  return [
    ...(overlaps ? [`periods of ${id} overlap`] : []),
    ...(backwards ? [`a period of ${id} ends before it begins`] : []),
    ...(open > 1 ? [`${id} has ${open} open periods`] : []),
    ...((state === 'resolved') === (period.to === null) ? [`${id} is ${state} and its period says otherwise`] : []),
    ...((period.to === null) === (period.resolution === null) ? [] : [`${id} has a resolution without an end`]),
  ]
}

function brokenFinding(finding: Finding, now: number): readonly string[] {
  const { id, onset, explainedBy, standing, agreedSince, agreedThrough } = finding
  return [
    ...(onset.notBefore !== null && onset.notBefore > onset.notAfter ? [`onset of ${id} is turned around`] : []),
    ...(explainedBy !== null && standing !== 'explained' ? [`${id} is explained and ${standing}`] : []),
    ...((agreedSince === null) === (agreedThrough === null) ? [] : [`${id} agrees without a how`]),
    ...(agreedSince !== null && !isLasting(finding) ? [`${id} waits for its end and has ended`] : []),
    ...(Number.isNaN(now - onset.notAfter) ? [`${id} has no age`] : []),
  ]
}

function merged<T>(known: readonly T[], changed: readonly T[], idOf: (one: T) => string): readonly T[] {
  const all = new Map([...known, ...changed].map((one) => [idOf(one), one]))
  return [...all.values()]
}
