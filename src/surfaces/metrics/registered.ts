import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { MetricDefinition } from './metric-definitions.ts'

export function counterOf<L extends string>(
  registry: Registry,
  { name, help, labels }: MetricDefinition<L>,
): Counter<L> {
  return new Counter({ name, help, labelNames: [...labels], registers: [registry] })
}

export function gaugeOf<L extends string>(registry: Registry, { name, help, labels }: MetricDefinition<L>): Gauge<L> {
  return new Gauge({ name, help, labelNames: [...labels], registers: [registry] })
}

export function histogramOf<L extends string>(
  registry: Registry,
  { name, help, labels, buckets = [] }: MetricDefinition<L>,
): Histogram<L> {
  return new Histogram({ name, help, labelNames: [...labels], buckets: [...buckets], registers: [registry] })
}
