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
      const counts = await fill()
      return { contentType: registry.contentType, body: `${await registry.metrics()}\n${counts}` }
    },
  }
}

function workMetrics(registry: Registry): ServiceMetrics {
  const { overwritten, attributed, watchEvents, coalesced, auditEvents } = WORK_METRICS
  const count = {
    overwritten: counterOf(registry, overwritten),
    attributed: counterOf(registry, attributed),
    watchEvents: counterOf(registry, watchEvents),
    coalesced: counterOf(registry, coalesced),
    auditEvents: counterOf(registry, auditEvents),
  }
  const time = {
    resolved: histogramOf(registry, WORK_METRICS.resolved),
    answered: histogramOf(registry, WORK_METRICS.answered),
  }
  const leaseEpoch = gaugeOf(registry, WORK_METRICS.leaseEpoch)
  return {
    watchEvents: (cluster, versions) => count.watchEvents.inc({ cluster }, versions),
    versionsCoalesced: (cluster, versions) => count.coalesced.inc({ cluster }, versions),
    auditEvents: (cluster, outcome, events) => count.auditEvents.inc({ cluster, outcome }, events),
    leaseHeld: (cluster, epoch) => {
      if (epoch === undefined) leaseEpoch.remove({ cluster })
      else leaseEpoch.set({ cluster }, epoch)
    },
    findingResolved: (cluster, severity, resolution, seconds) =>
      time.resolved.observe({ cluster, severity, resolution }, seconds),
    fixOverwritten: (cluster) => count.overwritten.inc({ cluster }),
    attributed: (confidence) => count.attributed.inc({ confidence }),
    answered: (route, method, status, seconds) => time.answered.observe({ route, method, status }, seconds),
  }
}
