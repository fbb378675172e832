import type { WatchCounters } from '../../live/watch/counters.ts'
import type { ServiceMetrics } from '../../surfaces/metrics/service-metrics.ts'

interface Followed {
  readonly watch: { counters(): Readonly<WatchCounters> }
  told: Pick<WatchCounters, 'versions' | 'coalesced'>
}

/** Carries what watches count over to the metrics. A cluster may be given up and watched anew: totals go on. */
export class WatchMeter {
  readonly #metrics: Pick<ServiceMetrics, 'watchEvents' | 'versionsCoalesced'>
  readonly #followed = new Map<string, Followed>()

  constructor(metrics: Pick<ServiceMetrics, 'watchEvents' | 'versionsCoalesced'>) {
    this.#metrics = metrics
  }

  /** Takes the place of the cluster's watch before, of which nothing more comes. */
  follow(cluster: string, watch: Followed['watch']): void {
    this.#sampleOne(cluster)
    this.#followed.set(cluster, { watch, told: { versions: 0, coalesced: 0 } })
  }

  /** Brings the metrics up to date. */
  sample(): void {
    for (const cluster of this.#followed.keys()) this.#sampleOne(cluster)
  }

  #sampleOne(cluster: string): void {
    const followed = this.#followed.get(cluster)
    if (followed === undefined) return
    const { versions, coalesced } = followed.watch.counters()
    this.#metrics.watchEvents(cluster, versions - followed.told.versions)
    this.#metrics.versionsCoalesced(cluster, coalesced - followed.told.coalesced)
    followed.told = { versions, coalesced }
  }
}
