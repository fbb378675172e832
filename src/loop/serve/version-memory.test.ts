import { expect, it } from 'vitest'
import type { VersionEvent } from '../../live/watch/live-event.ts'
import { versionMemory } from './version-memory.ts'

const REF = { cluster: 'test', group: '', kind: 'ConfigMap', namespace: 'shop', name: 'settings' }
const kind = { group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true }

function seen(by: 'watch' | 'relist', manager: string): VersionEvent {
  const fieldsV1 = { 'f:data': { 'f:mode': {} } }
  const managedFields = [{ manager, operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1 }]
  const metadata = { namespace: 'shop', name: 'settings', uid: 'u1', resourceVersion: '7', managedFields }
  return {
    type: 'version',
    scope: { kind: kind as unknown as VersionEvent['scope']['kind'], namespace: '' },
    object: { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { mode: 'odd' } },
    origin: { ref: REF, id: { uid: 'u1', resourceVersion: '7' }, previous: undefined, by, seenAt: 0, coalesced: 0 },
  }
}

it('R-29 whoever is booked in an object that was seen to be created made it', () => {
  expect(versionMemory().take(seen('watch', 'kubectl-create'), '')?.writers).toMatchObject([
    { manager: 'kubectl-create' },
  ])
})

it('R-29 an object that was found says nothing of its last writer', () => {
  expect(versionMemory().take(seen('relist', 'kubectl-create'), '')?.writers).toEqual([])
})
