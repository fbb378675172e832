import type { DeployerChoice } from '../../diff/deployer.ts'
import { ownershipOf } from '../../diff/ownership.ts'
import { liveKey, readLive } from '../../live/read-live.ts'
import type { Deployer } from '../../model/deployer.ts'
import type { DesiredEntry } from '../desired-state.ts'
import { deployerOf, type LiveObject } from '../live-state.ts'
import type { ClusterDesired } from './cluster-desired.ts'
import type { ClusterView } from './cluster-view.ts'

/** Objects of a source that are looked at to find out who deploys it. */
const SAMPLE = 40

/**
 * Who deploys each source: whoever the configuration names, else the known applier that holds most desired leaves of
 * a sample of its objects, spread over its kinds. Chosen before anything is judged, and again when the source moves while
 * nobody is known.
 */
export class Deployers {
  readonly #view: ClusterView
  readonly #named: (source: string) => string | undefined
  readonly #choices = new Map<string, DeployerChoice>()

  /** @param named manager that the configuration names for a source */
  constructor(view: ClusterView, named: (source: string) => string | undefined) {
    this.#view = view
    this.#named = named
  }

  of(source: string): Deployer | undefined {
    const choice = this.#choices.get(source)
    return choice?.state === 'found' ? choice.deployer : undefined
  }

  /** Finds out what is not known yet. True where somebody was found. */
  async find(desired: ClusterDesired): Promise<boolean> {
    const open = desired.sources.map(({ revision }) => revision.name).filter((name) => this.of(name) === undefined)
    const found = await Promise.all(open.map((source) => this.#choose(source, desired)))
    return found.includes(true)
  }

  async #choose(source: string, desired: ClusterDesired): Promise<boolean> {
    const named = this.#named(source)
    const choice = named === undefined ? await this.#fromSample(source, desired) : deployerOf(new Map(), named)
    this.#choices.set(source, choice)
    return choice.state === 'found'
  }

  async #fromSample(source: string, desired: ClusterDesired): Promise<DeployerChoice> {
    const entries = sampleOf(desired.state.objects.filter((entry) => entry.manifests[0].source === source))
    const wanted = entries.map((entry) => entry.manifests[0])
    const readings = await readLive(this.#view.reader, wanted)
    const objects = new Map<DesiredEntry, LiveObject>()
    for (const entry of entries) {
      const reading = readings.get(liveKey(entry.manifests[0])) ?? { state: 'absent' }
      const type = await this.#view.schemas.typeOf(entry.manifests[0].kindInfo)
      const ownership = reading.state === 'found' ? ownershipOf(reading.value) : []
      objects.set(entry, { reading, type, ownership })
    }
    return deployerOf(objects, undefined)
  }
}

/** Round by round one object of each kind, so that a hundred ConfigMaps do not outvote everything else. */
function sampleOf(entries: readonly DesiredEntry[]): readonly DesiredEntry[] {
  const kinds = new Map<string, DesiredEntry[]>()
  for (const entry of entries) {
    const { group, kind } = entry.ref
    // Definitions are large and their ownership is often the server's own.
    if (kind === 'CustomResourceDefinition' || kind === 'Secret') continue
    const of = kinds.get(`${group}/${kind}`)
    if (of === undefined) kinds.set(`${group}/${kind}`, [entry])
    else of.push(entry)
  }
  const sample: DesiredEntry[] = []
  for (let round = 0; sample.length < SAMPLE; round++) {
    const next = [...kinds.values()].flatMap((of) => of[round] ?? [])
    if (next.length === 0) break
    sample.push(...next)
  }
  return sample.slice(0, SAMPLE)
}
