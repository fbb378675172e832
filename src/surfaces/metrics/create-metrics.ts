import { collectDefaultMetrics, Registry } from 'prom-client'
import { ledgerMetrics, type LedgerMetricsPorts } from './ledger-metrics.ts'
import { WORK_METRICS } from './metric-definitions.ts'
import { counterOf, gaugeOf, histogramOf } from './registered.ts'
import type { ServiceMetrics } from './service-metrics.ts'

export interface MetricsRegistry {
  readonly metrics: ServiceMetrics
  /** The text for Prometheus, with what the ledger holds now. Never throws. */
  render(): Promise<{ readonly contentType: string; readonly body: string }>
}

/** A registry of its own, with what Node tells of the process beside it. */
export function createMetrics(ports: LedgerMetricsPorts): MetricsRegistry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const fill = ledgerMetrics(registry, ports)
  const metrics = workMetrics(registry)
  return {
    metrics,
    render: async () => {
      await fill()
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
  }
}

function workMetrics(registry: Registry): ServiceMetrics {
  const { overwritten, attributed, watchEvents, coalesced, watchRestarts, auditEvents, oracleCalls } = WORK_METRICS
  const count = {
    overwritten: counterOf(registry, overwritten),
    attributed: counterOf(registry, attributed),
    watchEvents: counterOf(registry, watchEvents),
    coalesced: counterOf(registry, coalesced),
    watchRestarts: counterOf(registry, watchRestarts),
    auditEvents: counterOf(registry, auditEvents),
    oracleCalls: counterOf(registry, oracleCalls),
  }
  const time = {
    resolved: histogramOf(registry, WORK_METRICS.resolved),
    observed: histogramOf(registry, WORK_METRICS.observed),
    storeCalls: histogramOf(registry, WORK_METRICS.storeCalls),
    sourceReads: histogramOf(registry, WORK_METRICS.sourceReads),
    answered: histogramOf(registry, WORK_METRICS.answered),
  }
  const queueLength = gaugeOf(registry, WORK_METRICS.queueLength)
  const leaseEpoch = gaugeOf(registry, WORK_METRICS.leaseEpoch)
  return {
    watchEvent: (cluster) => count.watchEvents.inc({ cluster }),
    versionsCoalesced: (cluster, versions) => count.coalesced.inc({ cluster }, versions),
    watchRestarted: (cluster, reason) => count.watchRestarts.inc({ cluster, reason }),
    observed: (cluster, seconds) => time.observed.observe({ cluster }, seconds),
    auditEvents: (cluster, outcome, events) => count.auditEvents.inc({ cluster, outcome }, events),
    queueLength: (queue, cluster, entries) => queueLength.set({ queue, cluster }, entries),
    storeCall: (operation, seconds, outcome) => time.storeCalls.observe({ operation, outcome }, seconds),
    oracleCall: (cluster, outcome) => count.oracleCalls.inc({ cluster, outcome }),
    leaseHeld: (cluster, epoch) => {
      if (epoch === undefined) leaseEpoch.remove({ cluster })
      else leaseEpoch.set({ cluster }, epoch)
    },
    findingResolved: (cluster, severity, resolution, seconds) =>
      time.resolved.observe({ cluster, severity, resolution }, seconds),
    fixOverwritten: (cluster) => count.overwritten.inc({ cluster }),
    attributed: (confidence) => count.attributed.inc({ confidence }),
    sourceRead: (source, seconds, outcome) => time.sourceReads.observe({ source, outcome }, seconds),
    answered: (route, method, status, seconds) => time.answered.observe({ route, method, status }, seconds),
  }
}
