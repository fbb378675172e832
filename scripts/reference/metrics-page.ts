import { LEDGER_METRICS, type MetricDefinition, WORK_METRICS } from '../../src/surfaces/metrics/metric-definitions.ts'
import { MADE_BY, table } from './made-by.ts'

/** The metrics, from the definitions that the registry is made of. */
export function metricsPage(): string {
  return `${[
    MADE_BY,
    '# Metrics',
    INTRODUCTION,
    '## Of what is known',
    'Read from the ledger for each answer.',
    rows(Object.values(LEDGER_METRICS)),
    '## Of the service',
    'Counted since the process began; Node.js adds its own `process_` and `nodejs_` metrics.',
    rows(Object.values(WORK_METRICS)),
  ].join('\n\n')}\n`
}

const INTRODUCTION = `\`driftage serve\` gives metrics for Prometheus at \`/metrics\`, with a token that may read, or without one where the configuration
opens them. Labels are clusters, namespaces, kinds and the like, never names of objects. Rules for alerts and a dashboard for Grafana come
with driftage in \`deploy/monitoring\`.`

function rows(definitions: readonly MetricDefinition[]): string {
  return table(
    ['metric', 'type', 'labels', 'meaning'],
    definitions.map(({ name, type, labels, help }) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(', '),
      help,
    ]),
  )
}
