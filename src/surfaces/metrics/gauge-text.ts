import type { MetricDefinition } from './metric-definitions.ts'

/** One series of a gauge: each set of labels once. */
export interface Series<L extends string> {
  readonly labels: Readonly<Record<L, string>>
  readonly value: number
}

/** What may not stand in a label as it is: https://prometheus.io/docs/instrumenting/exposition_formats/ */
const ESCAPED: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '"': '\\"' }
const TO_ESCAPE = /[\\\n"]/
const ALL_TO_ESCAPE = /[\\\n"]/g

/**
 * A gauge as Prometheus reads it, for ten thousands of series. The library, which writes all the others, takes three times
 * as long: it looks for what it must escape three times in each label, and keeps a weak map of what series share.
 */
export function gaugeText<L extends string>(
  { name, help, labels }: MetricDefinition<L>,
  series: readonly Series<L>[],
): string {
  const lines = series.map((one) => {
    const told = labels.map((label) => `${label}="${escapedLabel(one.labels[label])}"`).join(',')
    return `${name}{${told}} ${one.value}\n`
  })
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`
}

function escapedLabel(value: string): string {
  return TO_ESCAPE.test(value) ? value.replace(ALL_TO_ESCAPE, (char) => ESCAPED[char] ?? char) : value
}
