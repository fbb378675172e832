import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import type { ClusterRunnerParts } from './cluster-runner.ts'
import type { ServiceParts } from './service.ts'
import type { SourceRecords } from './source-records.ts'

export interface SeatSourcesParts extends Pick<ServiceParts, 'sources' | 'namespaceOf'> {
  readonly cluster: string
  readonly records: SourceRecords
}

/** What the service's sources say about one cluster. */
export class SeatSources {
  readonly #parts: SeatSourcesParts

  constructor(parts: SeatSourcesParts) {
    this.#parts = parts
  }

  /** Those that are about the cluster. */
  states(): readonly SourceState[] {
    const { sources, cluster } = this.#parts
    return sources.sources().filter((source) => source.cluster === cluster)
  }

  /** False also for one that is about another cluster now. */
  isConfigured(source: string): boolean {
    return this.states().some(({ name }) => name === source)
  }

  /** What those hold that could be read, with the namespace that each fills in. */
  loaded(): readonly LoadedSource[] {
    const { sources, namespaceOf } = this.#parts
    const names = new Set(this.states().map(({ name }) => name))
    return sources
      .desired()
      .filter(({ revision }) => names.has(revision.name))
      .map((loaded) => ({ ...loaded, namespace: namespaceOf(loaded.revision.name) }))
  }

  /** Renders them anew, for a cluster that answers now. */
  poke(): void {
    for (const { name } of this.states()) this.#parts.sources.poke(name)
  }

  /** What a runner asks. */
  given(): ClusterRunnerParts['sources'] {
    const { sources, records } = this.#parts
    const names = (): readonly string[] => sources.sources().map(({ name }) => name)
    return {
      isConfigured: (source) => this.isConfigured(source),
      isKnown: (source) => records.isKnown(source),
      fetchedAfter: (source, at) => sources.fetchedAfter(source, at),
      ensureFresh: (source, after) => sources.ensureFresh(source, { after }),
      deployedRevision: (source) => sources.deployedRevision(source),
      baseline: () => new Set(names().filter((name) => records.isBaseline(name))),
    }
  }
}
