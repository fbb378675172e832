import { ownershipOf } from '../../diff/ownership.ts'
import { liveKey, readLive } from '../../live/read-live.ts'
import { MINUTE, type Instant } from '../../model/instant.ts'
import type { DesiredEntry } from '../desired-state.ts'
import type { LiveObject } from '../live-state.ts'
import type { PassContext, RunningRevision } from '../pass-context.ts'
import { findRunningRevision } from '../running-revision.ts'
import type { ClusterDesired } from './cluster-desired.ts'
import type { ClusterView } from './cluster-view.ts'

export interface RunningRevisionsParts {
  readonly view: ClusterView
  readonly desired: ClusterDesired
  readonly now: () => Instant
  readonly contextOf: (entry: DesiredEntry) => Promise<PassContext>
  readonly deployedRevision: (source: string) => string | undefined
}

/** An answer is good for so long: many missing objects of one source ask at once, and engines move on. */
const GOOD_FOR = MINUTE

/**
 * The revision that the cluster runs of a source: what a pipeline said that it rolled out, else what the engine's marks on
 * its objects say, else an earlier revision that all of them equal. Only asked where an object is missing or leaves.
 */
export class RunningRevisions {
  readonly #parts: RunningRevisionsParts
  readonly #found = new Map<string, { readonly at: Instant; readonly revision: Promise<RunningRevision | undefined> }>()

  constructor(parts: RunningRevisionsParts) {
    this.#parts = parts
  }

  of(source: string): Promise<RunningRevision | undefined> {
    const deployed = this.#parts.deployedRevision(source)
    if (deployed !== undefined) return Promise.resolve({ revision: deployed, evidence: 'engine' })
    const now = this.#parts.now()
    const known = this.#found.get(source)
    if (known !== undefined && now >= known.at && now < known.at + GOOD_FOR) return known.revision
    const revision = this.#find(source)
    this.#found.set(source, { at: now, revision })
    return revision
  }

  async #find(source: string): Promise<RunningRevision | undefined> {
    const { view, desired, contextOf } = this.#parts
    const timeline = desired.timelines.get(source)
    const entries = desired.state.objects.filter((entry) => entry.manifests.some((one) => one.source === source))
    const [first] = entries
    if (timeline?.isKnown !== true || first === undefined) return undefined
    const readings = await readLive(
      view.reader,
      entries.map((entry) => entry.manifests[0]),
    )
    const objects = new Map<DesiredEntry, LiveObject>()
    for (const entry of entries) {
      const reading = readings.get(liveKey(entry.manifests[0])) ?? { state: 'absent' }
      const type = await view.schemas.typeOf(entry.manifests[0].kindInfo)
      objects.set(entry, { reading, type, ownership: reading.state === 'found' ? ownershipOf(reading.value) : [] })
    }
    return findRunningRevision(objects, timeline, await contextOf(first))
  }
}
