import { expect, it } from 'vitest'
import type { DesiredObject } from '../../model/desired-object.ts'
import type { JsonObject } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { NotChecked } from '../../model/not-checked.ts'
import type { DesiredState } from '../desired-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import { leftOutOf, whyNotHeld } from './why-not-held.ts'

const SHOP: KindInfo = {
  group: 'shop.example.com',
  version: 'v1',
  kind: 'Shop',
  resource: 'shops',
  namespaced: true,
  verbs: [],
}
const MAP: KindInfo = { ...SHOP, group: '', kind: 'ConfigMap', resource: 'configmaps' }

function manifest(kindInfo: KindInfo, namespace?: string): JsonObject {
  const apiVersion = kindInfo.group === '' ? 'v1' : `${kindInfo.group}/v1`
  return {
    apiVersion,
    kind: kindInfo.kind,
    metadata: { name: 'web', ...(namespace === undefined ? {} : { namespace }) },
  }
}

function written(source: string, kindInfo: KindInfo, namespace?: string): DesiredObject {
  const place = { file: 'web.yaml' }
  const text = manifest(kindInfo, namespace)
  return { source, place, manifest: text, role: 'object', kindInfo, namespace: namespace ?? 'a', name: 'web' }
}

function source(name: string, manifests: readonly DesiredObject[] = [], gaps: LoadedSource['gaps'] = []): LoadedSource {
  return { revision: { name, revision: 'c2', dirty: false }, manifests, gaps, history: undefined }
}

interface Circumstances {
  readonly kind?: KindInfo
  readonly sources?: readonly LoadedSource[]
  readonly state?: Partial<DesiredState>
  readonly served?: readonly KindInfo[]
  readonly failed?: readonly string[]
  readonly configured?: readonly string[]
}

function why({
  kind = MAP,
  sources = [source('shop')],
  state = {},
  served = [MAP],
  failed = [],
  configured = ['shop', 'more'],
}: Circumstances) {
  const ref = { cluster: 'prod', group: kind.group, kind: kind.kind, namespace: 'a', name: 'web' }
  const error = { code: 'DRF4001', message: '' } as const
  return whyNotHeld({ ref, manifests: [written('shop', kind)] }, leftOutOf({ excluded: [], gaps: [], ...state }), {
    desired: { sources },
    discovery: () => ({ kinds: served, failed: failed.map((group) => ({ group, version: 'v1', error })) }),
    isConfigured: (name) => configured.includes(name),
  })
}

const REF = { cluster: 'prod', group: '', kind: 'ConfigMap', namespace: 'a', name: 'web' }
const REMOVED = { because: 'removed-in-git', isServed: true }

it('R-17 is that the source left, where it did', () => {
  expect(why({ configured: ['more'], sources: [] })).toEqual({ because: 'source-removed' })
})

it('R-15 is that it was removed from Git, where all of Git was read', () => {
  expect(why({})).toEqual(REMOVED)
  expect(why({ sources: [source('shop', [written('shop', MAP, 'b')])] })).toEqual(REMOVED)
})

it('I1 is not known while some of its source cannot be read', () => {
  const gap = { source: 'shop', reason: 'source-unreadable', message: '' }
  expect(why({ sources: [source('shop', [], [gap])] })).toEqual({ because: 'unknown', reason: 'desired-unreadable' })
  expect(why({ sources: [] })).toEqual({ because: 'unknown', reason: 'desired-unreadable' })
})

it('is another reason where Git holds it and it is left out, or held twice', () => {
  const gap: NotChecked = { object: REF, reason: 'duplicate-object', message: '' }
  expect(why({ state: { gaps: [gap] } })).toEqual({ because: 'unknown', reason: 'duplicate-object' })
  const excluded = { ref: REF, version: 'v1', reason: 'secret' }
  expect(why({ state: { excluded: [excluded] } })).toEqual({ because: 'unknown', reason: 'secret' })
})

it('F-10 is not known while Git holds it and the cluster does not serve its kind, or does not say', () => {
  const held = [source('shop', [written('shop', SHOP)])]
  expect(why({ kind: SHOP, sources: held })).toEqual({ because: 'unknown', reason: 'crd-missing' })
  expect(why({ kind: SHOP, failed: ['shop.example.com'] })).toEqual({ because: 'unknown', reason: 'discovery-failed' })
  expect(why({ kind: SHOP })).toEqual({ because: 'removed-in-git', isServed: false })
})
