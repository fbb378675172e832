import { Gauge, Registry } from 'prom-client'
import { expect, it } from 'vitest'
import { gaugeText } from './gauge-text.ts'

const definition = { type: 'gauge', name: 'driftage_sample', help: 'A sample.', labels: ['kind', 'place'] } as const
const series = [
  { labels: { kind: 'Deployment', place: '' }, value: 1 },
  { labels: { kind: 'a "b" \\ c\nd', place: 'ü=,{}' }, value: 0.125 },
  { labels: { kind: '\\n', place: '\\"' }, value: 1_772_366_380.5 },
  { labels: { kind: 'x', place: 'y' }, value: 1e21 },
]

it('is what the library writes of the same series', async () => {
  const registry = new Registry()
  const { name, help, labels } = definition
  const gauge = new Gauge({ name, help, labelNames: [...labels], registers: [registry] })
  for (const one of series) gauge.set(one.labels, one.value)
  expect(gaugeText(definition, series)).toBe(await registry.metrics())
})

it('names the metric where there is nothing to tell', () => {
  expect(gaugeText(definition, [])).toBe('# HELP driftage_sample A sample.\n# TYPE driftage_sample gauge\n')
})
