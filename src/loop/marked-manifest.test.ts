import { expect, it } from 'vitest'
import { canonicalJson, type JsonObject } from '../model/json.ts'
import { markedManifest } from './marked-manifest.ts'

const KEY = { id: 'k1', secret: Buffer.alloc(32, 7) }
const CANARY = 'canary-3f9a77c1d2'

function marked(group: string, kind: string, manifest: JsonObject): JsonObject {
  return markedManifest(manifest, { cluster: 'c', group, kind, namespace: 'shop', name: 'x' }, KEY)
}

it('S-2 keeps no secret of a manifest, wherever it stands', () => {
  const secret = marked('', 'Secret', { kind: 'Secret', data: { password: CANARY }, stringData: { token: CANARY } })
  const pod = marked('apps', 'Deployment', {
    spec: { containers: [{ name: 'web', image: 'web:1', env: [{ name: 'DB_PASSWORD', value: CANARY }] }] },
  })
  const config = marked('', 'ConfigMap', { data: { 'api-token': CANARY, greeting: 'hello' } })
  expect(canonicalJson([secret, pod, config])).not.toContain(CANARY)
  expect(pod).toMatchObject({ spec: { containers: [{ name: 'web', image: 'web:1', env: [{ name: 'DB_PASSWORD' }] }] } })
  expect(config).toMatchObject({ data: { greeting: 'hello' } })
})

it('keeps every key, `__proto__` included', () => {
  const manifest = JSON.parse('{"data":{"__proto__":"x","constructor":"y"}}') as JsonObject
  expect(Object.keys((marked('', 'ConfigMap', manifest)['data'] ?? {}) as JsonObject)).toEqual([
    '__proto__',
    'constructor',
  ])
})
