import { describe, expect, it } from 'vitest'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import { areSourcesTaken } from './sources-taken.ts'

const STATE: SourceState = {
  name: 'shop',
  cluster: 'prod',
  owner: null,
  revision: 'c1',
  fetchedAt: 1,
  failing: null,
  held: null,
  deployed: null,
  objects: 1,
  baselineSince: null,
}
const MANIFESTS = [{}] as unknown as readonly SourceManifest[]

function loadedAs(manifests: readonly SourceManifest[]): LoadedSource {
  return { revision: { name: 'shop', revision: 'c1', dirty: false }, manifests, gaps: [], history: undefined }
}

function failing(code: string): SourceState {
  return { ...STATE, failing: { since: 1, code, message: '' } }
}

describe('R-32 a first pass over a source', () => {
  it('can be over once what it says was given to the comparison', () => {
    const loaded = loadedAs(MANIFESTS)
    expect(areSourcesTaken([{ state: STATE, wasLookedAt: true }], [loaded], [{ ...loaded }])).toBe(true)
  })

  it('is not over where the state comes from an earlier service, whatever that knew', () => {
    const nothing = loadedAs([])
    for (const state of [STATE, failing('DRF2031')])
      expect(areSourcesTaken([{ state, wasLookedAt: false }], [nothing], [nothing])).toBe(false)
  })

  it('is not over while what was read is on its way', () => {
    const sources = [{ state: STATE, wasLookedAt: true }]
    expect(areSourcesTaken(sources, [loadedAs(MANIFESTS)], [])).toBe(false)
    expect(areSourcesTaken(sources, [loadedAs(MANIFESTS)], [loadedAs([...MANIFESTS])])).toBe(false)
  })

  it('does not wait for a source that cannot be read, but for one whose cluster was not known', () => {
    const nothing = loadedAs([])
    expect(areSourcesTaken([{ state: failing('DRF2031'), wasLookedAt: true }], [nothing], [])).toBe(true)
    expect(areSourcesTaken([{ state: failing('DRF5205'), wasLookedAt: true }], [nothing], [])).toBe(false)
  })
})
