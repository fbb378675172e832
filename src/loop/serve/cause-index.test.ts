import { expect, it } from 'vitest'
import type { Finding } from '../../model/finding.ts'
import { CauseIndex } from './cause-index.ts'

function finding(id: string, name: string, causeId: string, state: Finding['state'] = 'open'): Finding {
  const object = { cluster: 'c', group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name }
  return { id, drift: { object }, causeId, state, standing: 'drift', sources: ['shop'] } as unknown as Finding
}

it('F-37 knows how many objects share one change, and forgets those that agree again', () => {
  const index = new CauseIndex(() => 10)
  for (const name of ['a', 'b', 'c']) index.put(finding(`image-${name}`, name, 'upgrade'))
  index.put(finding('env-a', 'a', 'hand'))
  expect(index.reach(finding('image-a', 'a', 'upgrade'))).toEqual({
    objects: 3,
    leaves: 3,
    causesOfObject: 2,
    shareOfSource: 0.3,
  })
  index.put(finding('image-b', 'b', 'upgrade', 'resolved'))
  index.put(finding('image-c', 'c', 'another'))
  expect(index.reach(finding('image-a', 'a', 'upgrade'))).toMatchObject({ objects: 1, leaves: 1, shareOfSource: 0.1 })
})

it('takes the share of a source of unknown size for the whole', () => {
  const index = new CauseIndex(() => 0)
  index.put(finding('x', 'a', 'hand'))
  expect(index.reach(finding('x', 'a', 'hand')).shareOfSource).toBe(1)
})
