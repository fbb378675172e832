import type { ObjectRecord } from '../../src/ledger/ports.ts'
import { recordObservation } from '../../src/ledger/record-observation.ts'
import { DEFAULT_TIMES, type LedgerSettings } from '../../src/ledger/settings.ts'
import { HOUR, type Instant } from '../../src/model/instant.ts'
import type { ObjectRef } from '../../src/model/object-ref.ts'
import type { CheckedObservation } from '../../src/model/observation.ts'
import { DECISION, drift } from '../../test/store/records.ts'

/** A field that none of the filled findings is about. */
const PATH = '.spec.template.spec.containers[name="app"].args'

/**
 * What the service writes when a watch delivers a version in which one field drifts: the step of the ledger itself, with a
 * decision as policy would add it.
 */
export function driftRecorded(record: ObjectRecord, live: string, now: Instant) {
  const { ref } = record
  const change = recordObservation(record, observationOf(ref, live, now), SETTINGS, now, desiredOf(ref))
  if (change === undefined) throw new Error(`nothing was to be written of ${ref.name}`)
  return { ...change, findings: change.findings.map((finding) => ({ ...finding, decision: DECISION })) }
}

function observationOf(ref: ObjectRef, live: string, at: Instant): CheckedObservation {
  const id = { uid: `uid-${ref.name}`, resourceVersion: String(at) }
  const marks = { valueMark: JSON.stringify(live), desiredMark: '"--safe"' }
  return {
    state: 'checked',
    ref,
    at,
    sources: ['source-0-prod-eu'],
    version: { ref, id, previous: undefined, by: 'watch', seenAt: at, coalesced: 0 },
    revisions: { 'source-0-prod-eu': 'c'.repeat(40) },
    schemaHash: 'schema-1',
    differences: [{ standing: 'drift', drift: drift(ref, PATH, { desired: '--safe', live }), ...marks }],
    undecided: [],
    writers: [],
  }
}

/** As large as those that the ledger was filled with. */
function desiredOf({ name }: ObjectRef) {
  const lines = Array.from({ length: 12 }, (_, line) => [
    `line-${line}`,
    'of a manifest as people write them, '.repeat(2),
  ])
  return { metadata: { name }, data: Object.fromEntries(lines) as Record<string, string> }
}

const SETTINGS: LedgerSettings = {
  ...DEFAULT_TIMES,
  graceOf: () => HOUR,
  classOf: () => 'person',
  baselineSources: new Set(),
  by: { actor: { kind: 'system', id: 'watch' }, surface: 'watch' },
}
