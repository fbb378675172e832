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

/** What shares one cause, counted as it comes and goes: with tens of thousands of objects nobody can count them each time. */
class Extent {
  leaves = 0
  /** Findings of each object. */
  readonly objects = new Map<string, number>()
  /** The same for each source. */
  readonly bySource = new Map<string, Map<string, number>>()
}

/**
 * Unresolved drift by cause, over all clusters: how many objects share one change decides whether it is a slip or an upgrade
 * (F-37). Kept in memory; a start fills it from the ledger.
 */
export class CauseIndex {
  readonly #members = new Map<string, Member>()
  readonly #byCause = new Map<string, Extent>()
  /** Findings of each cause that an object has. */
  readonly #byObject = new Map<string, Map<string, number>>()
  readonly #objectsOf: (source: string) => number

  /** @param objectsOf number of objects that a source holds now */
  constructor(objectsOf: (source: string) => number) {
    this.#objectsOf = objectsOf
  }

  /** Takes a finding as it is now. */
  put(finding: Finding): void {
    const known = this.#members.get(finding.id)
    if (known !== undefined) this.#count(known, -1)
    this.#members.delete(finding.id)
    const counts = finding.state !== 'resolved' && finding.standing !== 'explained' && finding.standing !== 'pending'
    if (!counts) return
    const object = printRef(finding.drift.object)
    const member = { causeId: finding.causeId, object, source: finding.sources[0] ?? '' }
    this.#members.set(finding.id, member)
    this.#count(member, 1)
  }

  reach(finding: Finding): CauseReach {
    const extent = this.#byCause.get(finding.causeId)
    const source = finding.sources[0] ?? ''
    const ofSource = this.#objectsOf(source)
    const here = extent?.bySource.get(source)?.size ?? 0
    return {
      objects: extent?.objects.size ?? 0,
      leaves: extent?.leaves ?? 0,
      causesOfObject: this.#byObject.get(printRef(finding.drift.object))?.size ?? 0,
      // An unknown size must not look like a small share.
      shareOfSource: ofSource === 0 ? 1 : Math.min(1, here / ofSource),
    }
  }

  #count({ causeId, object, source }: Member, by: 1 | -1): void {
    const extent = this.#byCause.get(causeId) ?? new Extent()
    extent.leaves += by
    add(extent.objects, object, by)
    addWithin(extent.bySource, source, object, by)
    if (extent.leaves > 0) this.#byCause.set(causeId, extent)
    else this.#byCause.delete(causeId)
    addWithin(this.#byObject, object, causeId, by)
  }
}

/** Nothing is left of what came to none. */
function add(counts: Map<string, number>, key: string, by: number): void {
  const count = (counts.get(key) ?? 0) + by
  if (count > 0) counts.set(key, count)
  else counts.delete(key)
}

function addWithin(groups: Map<string, Map<string, number>>, group: string, key: string, by: number): void {
  const counts = groups.get(group) ?? new Map<string, number>()
  add(counts, key, by)
  if (counts.size > 0) groups.set(group, counts)
  else groups.delete(group)
}
