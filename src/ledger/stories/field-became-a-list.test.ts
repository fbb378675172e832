import { expect, it } from 'vitest'
import { MINUTE } from '../../model/instant.ts'
import { tell } from './story.ts'

const PORTS = '.spec.ports'
const PORT = '.spec.ports[port=80].name'

it('R-16 a finding that goes on at a path below inherits onset, grace and history', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    both: { [PORTS]: 'a' },
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: { [PORTS]: 'b' }, by: 'kubectl-edit', expect: ['drifted', '.spec.ports settling a→b for 0s'] },
      {
        at: '1h 8m',
        schema: 's2',
        git: { [PORT]: 'a' },
        live: { [PORT]: 'b' },
        says: ['finding-resolved', 'finding-handed-on', 'finding-seen', 'finding-inherited'],
        expect: [
          'drifted',
          '.spec.ports resolved schema-change after 8m',
          '.spec.ports[port=80].name settling and pending a→b for 8m',
        ],
      },
      {
        at: '1h 10m',
        waits: true,
        says: ['finding-opened'],
        expect: [
          'drifted',
          '.spec.ports resolved schema-change after 8m',
          '.spec.ports[port=80].name open and pending a→b for 10m',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-16 what is open stays open, and goes on at a path above as well', () => {
  const { told, expected } = tell({
    graceMs: 10 * MINUTE,
    both: { [PORT]: 'a' },
    steps: [
      { at: '0s', expect: [] },
      {
        at: '1h',
        live: { [PORT]: 'b' },
        by: 'kubectl-edit',
        expect: ['drifted', '.spec.ports[port=80].name settling a→b for 0s'],
      },
      {
        at: '1d',
        git: { [PORTS]: 'a' },
        live: { [PORTS]: 'b' },
        expect: [
          'drifted',
          '.spec.ports open and pending a→b for 23h',
          '.spec.ports[port=80].name resolved git-changed after 23h',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-16 a neighbour inherits nothing', () => {
  const { told, expected } = tell({
    both: { '.spec.a': 1, '.spec.ab': 1 },
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: { '.spec.a': 2, '.spec.ab': 1 }, by: '', expect: ['drifted', '.spec.a open 1→2 for 0s'] },
      {
        at: '2h',
        live: { '.spec.a': 1, '.spec.ab': 2 },
        by: 'kubectl-edit',
        expect: ['drifted', '.spec.a open 1→2 for 1h agreed reverted', '.spec.ab open 1→2 for 0s'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-16 a field inherits nothing from its object, which Git dropped and holds again', () => {
  const { told, expected } = tell({
    both: { '.spec.a': 1 },
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', git: null, expect: ['pending', 'the object added settling pending for 0s'] },
      {
        at: '2h',
        git: { '.spec.a': 1 },
        live: { '.spec.a': 2 },
        by: 'kubectl-edit',
        expect: ['drifted', 'the object added settling pending for 1h agreed git-changed', '.spec.a open 1→2 for 0s'],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-14 a field of a new object inherits nothing from a field of the old one', () => {
  const { told, expected } = tell({
    both: { [PORTS]: 'a' },
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: { [PORTS]: 'b' }, by: 'kubectl-edit', expect: ['drifted', '.spec.ports open a→b for 0s'] },
      {
        at: '2h',
        git: { [PORT]: 'a' },
        live: { [PORT]: 'b' },
        uid: 'u2',
        expect: [
          'drifted',
          '.spec.ports resolved object-gone after 1h',
          '.spec.ports[port=80].name open and pending a→b for 0s',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})

it('R-16 what had ended before hands nothing on', () => {
  const { told, expected } = tell({
    both: { [PORTS]: 'a' },
    steps: [
      { at: '0s', expect: [] },
      { at: '1h', live: { [PORTS]: 'b' }, by: 'kubectl-edit', expect: ['drifted', '.spec.ports open a→b for 0s'] },
      { at: '2h', live: { [PORTS]: 'a' }, by: 'kubectl-edit', expect: ['.spec.ports open a→b for 1h agreed reverted'] },
      {
        at: '2h 1m',
        git: { [PORT]: 'a' },
        live: { [PORT]: 'b' },
        expect: [
          'drifted',
          '.spec.ports open a→b for 1h 1m agreed reverted',
          '.spec.ports[port=80].name open and pending a→b for 0s',
        ],
      },
    ],
  })
  expect(told).toEqual(expected)
})
