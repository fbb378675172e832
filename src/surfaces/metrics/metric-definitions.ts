/** One metric as a definition: the registry, the reference page and the tests of alerts and dashboard come from these. */
export interface MetricDefinition<L extends string = string> {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly name: string
  readonly help: string
  readonly labels: readonly L[]
  /** Upper bounds of a histogram, in seconds. */
  readonly buckets?: readonly number[]
}

/** Of calls and answers. */
const QUICK = [0.001, 0.005, 0.02, 0.1, 0.3, 1, 3, 10]
const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Of how long drift lasts. */
const AGES = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY]

/** Read from the ledger whenever somebody asks for the metrics. */
export const LEDGER_METRICS = {
  findings: gauge('driftage_findings', 'Unresolved findings. Drift has standing drift or drift-and-pending.', [
    'cluster',
    'namespace',
    'kind',
    'severity',
    'state',
    'standing',
    'handling',
  ]),
  oldest: gauge('driftage_oldest_finding_seconds', 'Age of the oldest open drift, at least.', [
    'cluster',
    'namespace',
    'kind',
    'severity',
  ]),
  lastCheck: gauge(
    'driftage_cluster_last_check_timestamp_seconds',
    'Everything watched of the cluster is known up to then. Absent before the first pass.',
    ['cluster'],
  ),
  clusterState: gauge(
    'driftage_cluster_state',
    '1 for the state that the view of the cluster is in, 0 for the others.',
    ['cluster', 'state'],
  ),
  notChecked: gauge('driftage_not_checked_kinds', 'Kinds of the cluster that are not watched, by reason.', [
    'cluster',
    'reason',
  ]),
  objects: gauge('driftage_objects', 'Objects of the cluster that sources hold.', ['cluster']),
  explained: gauge('driftage_explained_fields', 'Fields that a rule explains.', ['rule']),
  sourceFetched: gauge('driftage_source_fetched_timestamp_seconds', 'When the source was fetched last.', [
    'cluster',
    'source',
  ]),
  sourceFailing: gauge('driftage_source_failing', '1 while fetching or rendering the source fails, else 0.', [
    'cluster',
    'source',
  ]),
  sourceHeld: gauge('driftage_source_held', '1 while a person must confirm a new state of the source, else 0.', [
    'cluster',
    'source',
  ]),
  readable: gauge(
    'driftage_ledger_readable',
    '1 where the ledger could be read for this answer. At 0 all metrics that come from it are absent.',
    [],
  ),
} as const

/** Counted while the service works. */
export const WORK_METRICS = {
  resolved: histogram('driftage_finding_age_seconds', 'How long findings lasted that have ended.', AGES, [
    'cluster',
    'severity',
    'resolution',
  ]),
  overwritten: counter('driftage_overwritten_fixes_total', 'Live changes that were undone.', ['cluster']),
  attributed: counter('driftage_attribution_total', 'Attributions of drift, by how sure they are.', ['confidence']),
  watchEvents: counter('driftage_watch_events_total', 'Versions of objects that watches told.', ['cluster']),
  coalesced: counter('driftage_versions_coalesced_total', 'Versions that were left out under overload.', ['cluster']),
  auditEvents: counter(
    'driftage_audit_events_total',
    'Audit events: taken, shed since the queue was full, or dropped.',
    ['cluster', 'outcome'],
  ),
  leaseEpoch: gauge(
    'driftage_lease_epoch',
    'Epoch under which this process watches the cluster. Absent where it does not.',
    ['cluster'],
  ),
  answered: histogram('driftage_http_request_seconds', 'Answers of the API.', QUICK, ['route', 'method', 'status']),
} as const

function gauge<const L extends string>(name: string, help: string, labels: readonly L[]) {
  return { type: 'gauge', name, help, labels } as const satisfies MetricDefinition<L>
}

function counter<const L extends string>(name: string, help: string, labels: readonly L[]) {
  return { type: 'counter', name, help, labels } as const satisfies MetricDefinition<L>
}

function histogram<const L extends string>(
  name: string,
  help: string,
  buckets: readonly number[],
  labels: readonly L[],
) {
  return { type: 'histogram', name, help, buckets, labels } as const satisfies MetricDefinition<L>
}
