import { expect, it } from 'vitest'
import { NOBODY, NOW } from '../../ledger/attribution/sample-attribution.ts'
import { originOfAbsence } from '../../ledger/attribution/seen-change.ts'
import { AuditWindow } from '../../live/audit/window.ts'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { Finding } from '../../model/finding.ts'
import { HOUR } from '../../model/instant.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { CheckedObservation, ObservedDifference } from '../../model/observation.ts'
import type { OverwrittenFix } from '../../model/overwritten-fix.ts'
import { AttributionDesk } from './attribution-desk.ts'

const REF = { cluster: 'test', group: '', kind: 'ConfigMap', namespace: 'shop', name: 'settings' }
const LAST = { uid: 'u1', resourceVersion: '7' }
const around = { kindInfo: { group: '', resource: 'configmaps' } as unknown as KindInfo, deployer: undefined }

const deletion: AuditEvent = {
  cluster: 'test',
  auditId: 'a1',
  verb: 'delete',
  object: { group: '', resource: 'configmaps', namespace: 'shop', name: 'settings', subresource: '' },
  uid: 'u1',
  user: 'bob',
  groups: [],
  manager: '',
  receivedAt: new Date(NOW - 100).toISOString(),
  completedAt: new Date(NOW - 50).toISOString(),
  via: 'audit-log',
} as unknown as AuditEvent

function looked(rest: Partial<CheckedObservation>): CheckedObservation {
  const common = { ref: REF, at: NOW, sources: ['shop'], revisions: {}, schemaHash: 's', undecided: [], writers: [] }
  return { ...common, state: 'checked', version: undefined, differences: [], ...rest }
}

it('F-27 names who deleted an object, also when the log tells of it only after the object was made again', () => {
  const desk = new AttributionDesk(new AuditWindow({ now: () => NOW, skewMs: () => 0, patienceMs: () => 0 }), () => NOW)
  const drift = { id: 'f1', path: '', kind: 'missing', attribution: NOBODY, actorClass: 'unknown' }
  const difference = { standing: 'drift', drift } as unknown as ObservedDifference
  const absence = originOfAbsence(REF, LAST, NOW, 'watch')
  desk.attribute(difference, looked({ absence, differences: [difference] }), { ...around, notBefore: null })
  const fix = { id: 'x1', findingId: 'f1', ref: REF, path: '', attribution: NOBODY, undoneBy: NOBODY }
  const version = { ...absence, id: { uid: 'u2', resourceVersion: '9' }, previous: undefined }
  desk.attributeUndo(fix as unknown as OverwrittenFix, looked({ version }), { ...around, madeBy: undefined })

  const known = desk.late(deletion)
  const record = { ref: REF, object: null, agreed: null, findings: [], fights: [], undone: [] }
  const decided = () => known.map(({ decide }) => decide(record, NOW))
  const first = decided()
  expect(first).toMatchObject([{ fixes: [{ id: 'x1', attribution: { users: ['bob'], confidence: 'certain' } }] }])
  // F-23: where the write fails, it is decided once more, and only what is durable is no news.
  expect(decided()).toEqual(first)
  for (const change of first) if (change !== undefined) desk.recorded(change)
  expect(decided()).toEqual([undefined])
})

it('F-27 goes on waiting for the author of a change that an earlier service saw made, for an hour', () => {
  const desk = new AttributionDesk(new AuditWindow({ now: () => NOW, skewMs: () => 0, patienceMs: () => 0 }), () => NOW)
  const drift = { id: 'f1', path: '.data.a', kind: 'modified', attribution: NOBODY, actorClass: 'unknown' }
  const difference = { standing: 'drift', drift } as unknown as ObservedDifference
  const writtenBy = { version: { uid: 'u1', resourceVersion: '8' }, previous: LAST }
  const finding = { id: 'f1', drift, writtenBy, valueSince: NOW } as unknown as Finding
  const version = { ...originOfAbsence(REF, LAST, NOW, 'relist'), id: { uid: 'u1', resourceVersion: '12' } }
  const look = looked({ version, differences: [difference] })
  const old = { ...finding, id: 'f2', valueSince: NOW - HOUR - 1 }
  expect(desk.attributeSeen(finding, difference, look, around)).toBeUndefined()
  expect(desk.attributeSeen(old, difference, look, around)).toBeUndefined()

  const previousVersion = { resourceVersion: '7', from: 'admission-policy', isExact: true } as const
  const known = desk.late({ ...deletion, verb: 'patch', previousVersion, changed: true })
  const record = { ref: REF, object: null, agreed: null, findings: [finding, old], fights: [], undone: [] }
  const findings = known.flatMap(({ decide }) => decide(record, NOW)?.findings ?? [])
  expect(findings).toMatchObject([{ id: 'f1', drift: { attribution: { users: ['bob'], confidence: 'certain' } } }])
})

/** Bob put Git’s value back within the second of his change, so that managedFields did not move and named nobody. */
function takenBack(heardBefore: boolean) {
  const desk = new AttributionDesk(new AuditWindow({ now: () => NOW, skewMs: () => 0, patienceMs: () => 0 }), () => NOW)
  const previousVersion = { resourceVersion: '7', from: 'admission-policy', isExact: true } as const
  const patch: AuditEvent = {
    ...deletion,
    verb: 'patch',
    previousVersion,
    changed: true,
    responseVersion: '8',
    touches: ['.data.a'],
  }
  if (heardBefore) desk.late(patch)
  const version = { ...originOfAbsence(REF, LAST, NOW, 'watch'), id: { uid: 'u1', resourceVersion: '8' } }
  const fix = { id: 'x1', findingId: 'f1', ref: REF, path: '.data.a', attribution: NOBODY, undoneBy: NOBODY }
  const undone = { ...fix, undoneAt: NOW } as unknown as OverwrittenFix
  return { desk, patch, known: desk.attributeUndo(undone, looked({ version }), { ...around, madeBy: undefined }) }
}

it('R-33 takes no change as overwritten that a person took back, as the audit log tells', () => {
  expect(takenBack(true).known).toBeUndefined()
})

it('R-33 withdraws an overwritten fix when the audit log tells later that a person took the change back', () => {
  const { desk, patch, known } = takenBack(false)
  expect(known).toMatchObject({ id: 'x1', undoneBy: NOBODY })
  const counted = { findingId: 'f1', valueMark: 'a', times: 2, last: NOW }
  const others = { findingId: 'f2', valueMark: 'a', times: 5, last: NOW }
  const record = { ref: REF, object: null, agreed: null, findings: [], fights: [], undone: [counted, others] }
  const decided = () => desk.late({ ...patch }).map(({ decide }) => decide(record, NOW))
  const [change] = decided()
  expect(change).toMatchObject({ withdrawn: ['x1'], fixes: [], undone: [{ findingId: 'f1', times: 1 }] })
  expect(change?.activity.map(({ kind, detail }) => [kind, detail['fix']])).toEqual([['fix-withdrawn', 'x1']])
})
