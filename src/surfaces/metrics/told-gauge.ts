import { Gauge, type LabelValues, type Registry } from 'prom-client'
import type { MetricDefinition } from './metric-definitions.ts'

/** One series of a gauge: each set of labels once. */
export interface Series<L extends string> {
  readonly labels: LabelValues<L>
  readonly value: number
}

/**
 * A gauge that is told all its series at once. Set one by one, each would be sought among those before it, which for ten
 * thousands of findings takes as long as writing them down.
 */
export class ToldGauge<L extends string> extends Gauge<L> {
  #series: readonly Series<L>[] = []

  constructor({ name, help, labels }: MetricDefinition<L>, registry: Registry) {
    super({ name, help, labelNames: [...labels], registers: [registry] })
  }

  /** In place of all that were told before. */
  tell(series: readonly Series<L>[]): void {
    this.#series = series
  }

  override async get(): ReturnType<Gauge<L>['get']> {
    return { ...(await super.get()), values: [...this.#series] }
  }
}
