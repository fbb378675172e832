import fc from 'fast-check'
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

it('counts as if everything were counted anew, whatever comes and goes', () => {
  const few = (...names: readonly string[]) => fc.constantFrom(...names)
  const step = fc.record({
    id: few('1', '2', '3', '4', '5'),
    name: few('a', 'b'),
    causeId: few('upgrade', 'hand'),
    state: few('open', 'settling', 'resolved') as fc.Arbitrary<Finding['state']>,
    source: few('shop', 'base'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const index = new CauseIndex(() => 4)
      const now = new Map<string, Finding>()
      for (const { id, name, causeId, state, source } of steps) {
        const one = { ...finding(id, name, causeId, state), sources: [source] }
        index.put(one)
        now.set(id, one)
        const open = [...now.values()].filter((other) => other.state !== 'resolved')
        const alike = open.filter((other) => other.causeId === causeId)
        const namesOf = (all: readonly Finding[]): number => new Set(all.map(({ drift }) => drift.object.name)).size
        const here = alike.filter(({ sources }) => sources[0] === source)
        expect(index.reach(one)).toEqual({
          objects: namesOf(alike),
          leaves: alike.length,
          causesOfObject: new Set(open.filter((o) => o.drift.object.name === name).map((o) => o.causeId)).size,
          shareOfSource: namesOf(here) / 4,
        })
      }
    }),
    { seed: 1, numRuns: 300 },
  )
})
