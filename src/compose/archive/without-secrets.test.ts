import { expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { at, stringAt } from '../../model/json.ts'
import { WithoutSecrets } from './without-secrets.ts'

const KEY = { id: 'test', secret: Buffer.from('0123456789abcdef0123456789abcdef') }
const CANARY = 'canary-7f3a'
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

function cleaned(object: JsonObject): JsonObject {
  const clean = new WithoutSecrets('prod', KEY)
  return clean.object({ type: 'object', at: 0, change: 'present', group: '', resource: 'any', object }).object
}

function appliedIn(object: JsonObject): string {
  return stringAt(object, 'metadata', 'annotations', LAST_APPLIED) ?? ''
}

function withApplied(object: JsonObject, applied: string): JsonObject {
  const metadata = { name: 'one', namespace: 'shop', annotations: { [LAST_APPLIED]: applied } }
  return { ...object, metadata }
}

it('B-01 S-2 a Secret that was applied is the same digest in the object and in its annotation', () => {
  const data = { password: Buffer.from(CANARY).toString('base64') }
  const secret = { apiVersion: 'v1', kind: 'Secret', data }
  const applied = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'one' },
    stringData: { password: CANARY },
  })
  const object = cleaned(withApplied(secret, applied))
  const text = JSON.stringify(object)
  expect(text).not.toContain(CANARY)
  expect(text).not.toContain(data.password)
  const inAnnotation = JSON.parse(appliedIn(object)) as JsonObject
  expect(stringAt(object, 'data', 'password')).toMatch(/^keyed:test:/)
  expect(stringAt(inAnnotation, 'data', 'password')).toBe(stringAt(object, 'data', 'password'))
})

it('what was applied stays evidence where it holds no secret', () => {
  const config = { apiVersion: 'v1', kind: 'ConfigMap', data: { jobs: '9', password: CANARY } }
  const applied = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'one' },
    data: { jobs: '4', password: CANARY },
  }
  const object = cleaned(withApplied(config, JSON.stringify(applied)))
  const inAnnotation = JSON.parse(appliedIn(object)) as JsonObject
  expect(at(inAnnotation, 'data', 'jobs')).toBe('4')
  expect(JSON.stringify(object)).not.toContain(CANARY)
})

it.each([
  ['I8 calls itself another kind', JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: CANARY } })],
  ['cannot be read', `{"kind":"Secret","data":{"a":"${CANARY}"`],
  ['is no object', JSON.stringify([CANARY])],
])('an annotation that %s is a digest as a whole', (_, applied) => {
  const object = cleaned(withApplied({ apiVersion: 'v1', kind: 'Secret', data: {} }, applied))
  expect(appliedIn(object)).toMatch(/^keyed:test:/)
  expect(JSON.stringify(object)).not.toContain(CANARY)
})
