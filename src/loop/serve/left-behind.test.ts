import { expect, it } from 'vitest'
import type { ObjectState } from '../../ledger/ports.ts'
import type { DesiredEntry } from '../desired-state.ts'
import { LeftBehind, type LeftBehindParts } from './left-behind.ts'

const START = 1_000

function recorded(name: string, sources: readonly string[]): ObjectState {
  const ref = { cluster: 'prod', group: 'apps', kind: 'Deployment', namespace: 'shop', name }
  return {
    ref,
    verdict: 'drifted',
    reason: null,
    asOf: 1,
    version: null,
    revisions: { shop: 'c1' },
    sources,
    owner: null,
    schemaHash: '',
    explained: 0,
  }
}

function behind(states: readonly ObjectState[], changes: Partial<LeftBehindParts> = {}): LeftBehind {
  return new LeftBehind({
    cluster: 'prod',
    reads: { objects: async () => ({ items: states }) },
    desired: { entry: () => undefined, timelines: new Map() },
    discovery: () => ({ kinds: [], failed: [] }),
    isConfigured: (source) => source === 'shop',
    isKnown: (source) => source === 'gone',
    fetchedAfter: () => true,
    now: () => START,
    ...changes,
  })
}

async function names(left: LeftBehind): Promise<readonly string[]> {
  return (await left.take()).map(({ entry, revision }) => `${entry.ref.name} ${revision}`)
}

it('are those that are recorded and not held, each told once', async () => {
  const left = behind([recorded('held', ['shop']), recorded('web', ['shop']), recorded('old', [])], {
    desired: {
      entry: ({ name }) => (name === 'held' ? ({} as DesiredEntry) : undefined),
      timelines: new Map(),
    },
  })
  expect(left.awaited).toBeUndefined()
  expect(await names(left)).toEqual(['web c1'])
  expect(await names(left)).toEqual([])
  expect(left.awaited).toEqual([])
})

it('leaves to a scan what only a scan recorded', async () => {
  const left = behind([recorded('a', ['gone']), recorded('b', ['./deploy']), recorded('c', ['shop', './deploy'])])
  expect(await names(left)).toEqual(['a '])
})

it('waits for a source to be read by this service, since another one may have read a later commit', async () => {
  let fetched = 0
  const left = behind([recorded('web', ['shop']), recorded('gone', ['gone'])], {
    fetchedAfter: (_source, at) => fetched >= at,
  })
  expect(await names(left)).toEqual(['gone '])
  expect(left.awaited).toEqual(['shop'])
  fetched = START
  expect(await names(left)).toEqual(['web c1'])
  expect(left.awaited).toEqual([])
})
