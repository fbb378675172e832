import { expect, it } from 'vitest'
import type { ArchiveEntry } from './entry.ts'
import { ordered } from './prelude.ts'

function seen(at: number, change: 'present' | 'added' | 'modified', name: string): ArchiveEntry {
  return { type: 'object', at, change, group: '', resource: 'configmaps', object: { metadata: { name } } }
}

it('what was found is there before anybody asks, what happened comes at its time', () => {
  const found = seen(1, 'present', 'old')
  const changed = seen(2, 'modified', 'old')
  const made = seen(3, 'added', 'new')
  const listed: ArchiveEntry = { type: 'listed', at: 4, group: '', resource: 'configmaps' }
  expect(ordered([found, changed, made, listed])).toEqual({ prelude: [found, listed], events: [changed, made] })
})

it('an object that comes back after it was deleted is an event', () => {
  const again = seen(3, 'present', 'old')
  expect(ordered([seen(1, 'present', 'old'), seen(2, 'modified', 'old'), again]).events).toContain(again)
})
