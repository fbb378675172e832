import type { Finding } from '../../model/finding.ts'
import { printRef } from '../../model/object-ref.ts'

interface Member {
  readonly causeId: string
  readonly object: string
  readonly source: string
}

/** How far one cause reaches. */
export interface CauseReach {
  readonly objects: number
  readonly leaves: number
  /** Causes that the object in question has. */
  readonly causesOfObject: number
  /** Of the objects of the source, those with this cause: 0 to 1. */
  readonly shareOfSource: number
}

/**
 * Unresolved drift by cause, over all clusters: how many objects share one change decides whether it is a slip or an upgrade
 * (F-37). Kept in memory; a start fills it from the ledger.
 */
export class CauseIndex {
  readonly #members = new Map<string, Member>()
  readonly #byCause = new Map<string, Map<string, Set<string>>>()
  readonly #byObject = new Map<string, Map<string, number>>()
  readonly #objectsOf: (source: string) => number

  /** @param objectsOf number of objects that a source holds now */
  constructor(objectsOf: (source: string) => number) {
    this.#objectsOf = objectsOf
  }

  /** Takes a finding as it is now. */
  put(finding: Finding): void {
    this.#remove(finding.id)
    const counts = finding.state !== 'resolved' && finding.standing !== 'explained' && finding.standing !== 'pending'
    if (!counts) return
    const object = printRef(finding.drift.object)
    const member = { causeId: finding.causeId, object, source: finding.sources[0] ?? '' }
    this.#members.set(finding.id, member)
    const objects = this.#byCause.get(member.causeId) ?? new Map<string, Set<string>>()
    objects.set(object, (objects.get(object) ?? new Set()).add(finding.id))
    this.#byCause.set(member.causeId, objects)
    const causes = this.#byObject.get(object) ?? new Map<string, number>()
    causes.set(member.causeId, (causes.get(member.causeId) ?? 0) + 1)
    this.#byObject.set(object, causes)
  }

  reach(finding: Finding): CauseReach {
    const objects = this.#byCause.get(finding.causeId)
    const source = finding.sources[0] ?? ''
    const ofSource = this.#objectsOf(source)
    let leaves = 0
    let here = 0
    for (const ids of objects?.values() ?? []) {
      leaves += ids.size
      if ([...ids].some((id) => this.#members.get(id)?.source === source)) here++
    }
    return {
      objects: objects?.size ?? 0,
      leaves,
      causesOfObject: this.#byObject.get(printRef(finding.drift.object))?.size ?? 0,
      // An unknown size must not look like a small share.
      shareOfSource: ofSource === 0 ? 1 : Math.min(1, here / ofSource),
    }
  }

  #remove(id: string): void {
    const member = this.#members.get(id)
    if (member === undefined) return
    this.#members.delete(id)
    const objects = this.#byCause.get(member.causeId)
    const ids = objects?.get(member.object)
    ids?.delete(id)
    if (ids?.size === 0) objects?.delete(member.object)
    if (objects?.size === 0) this.#byCause.delete(member.causeId)
    const causes = this.#byObject.get(member.object)
    const left = (causes?.get(member.causeId) ?? 1) - 1
    if (left > 0) causes?.set(member.causeId, left)
    else causes?.delete(member.causeId)
    if (causes?.size === 0) this.#byObject.delete(member.object)
  }
}
