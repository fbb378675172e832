import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../model/json.ts'
import { relevanceOf } from './relevance.ts'

const DEPLOYMENT: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    uid: 'u1',
    resourceVersion: '7',
    generation: 2,
    labels: { app: 'web' },
    managedFields: [
      { manager: 'argocd', operation: 'Apply', time: 't1', fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
      {
        manager: 'kcm',
        operation: 'Update',
        subresource: 'status',
        time: 't2',
        fieldsV1: { 'f:status': { 'f:x': {} } },
      },
    ],
  },
  spec: { replicas: 3 },
  status: { readyReplicas: 1 },
}

/** A copy in which the value at `path` is another one; undefined takes it away. */
function changed(path: readonly (string | number)[], value: unknown): JsonObject {
  const copy = structuredClone(DEPLOYMENT) as Record<string, unknown>
  let here = copy as Record<string | number, unknown>
  for (const step of path.slice(0, -1)) here = here[step] as Record<string | number, unknown>
  const last = path.at(-1) as string | number
  if (value === undefined) delete here[last]
  else here[last] = value
  return copy as JsonObject
}

function isRelevant(object: JsonObject, context = 'c'): boolean {
  return relevanceOf(relevanceOf(undefined, DEPLOYMENT, 'c').digest, object, context).relevant
}

describe('the relevance gate', () => {
  it('lets the first version pass', () => {
    expect(relevanceOf(undefined, DEPLOYMENT, 'c').relevant).toBe(true)
  })

  it.each<[string, readonly (string | number)[], unknown]>([
    ['status', ['status', 'readyReplicas'], 3],
    ['a status that is gone', ['status'], undefined],
    ['the version', ['metadata', 'resourceVersion'], '8'],
    ['who wrote status and when', ['metadata', 'managedFields', 1, 'time'], 't3'],
    ['which part of status', ['metadata', 'managedFields', 1, 'fieldsV1', 'f:status', 'f:y'], {}],
  ])('stops what differs in nothing but %s', (_, path, value) => {
    expect(isRelevant(changed(path, value))).toBe(false)
  })

  it.each<[string, readonly (string | number)[], unknown]>([
    ['generation', ['metadata', 'generation'], 3],
    ['labels', ['metadata', 'labels', 'app'], 'x'],
    ['annotations', ['metadata', 'annotations'], { a: 'b' }],
    ['finalizers', ['metadata', 'finalizers'], ['x/y']],
    ['ownerReferences', ['metadata', 'ownerReferences'], [{ uid: 'u0' }]],
    ['a deletion', ['metadata', 'deletionTimestamp'], 't'],
    ['another incarnation', ['metadata', 'uid'], 'u2'],
    ['who wrote the rest', ['metadata', 'managedFields', 0, 'manager'], 'kubectl-edit'],
    ['when the rest was written', ['metadata', 'managedFields', 0, 'time'], 't9'],
    ['metadata written through status', ['metadata', 'managedFields', 1, 'fieldsV1', 'f:metadata'], { 'f:labels': {} }],
    ['the body under one generation (PriorityClass, a CRD that gained a default)', ['spec', 'replicas'], 4],
    ['a field beside spec', ['data'], { a: 'b' }],
  ])('lets %s pass', (_, path, value) => {
    expect(isRelevant(changed(path, value))).toBe(true)
  })

  it('R-23: lets everything pass where what it is judged by has changed, and once only', () => {
    expect(isRelevant(DEPLOYMENT, 'other')).toBe(true)
    const { digest } = relevanceOf(undefined, DEPLOYMENT, 'other')
    expect(relevanceOf(digest, DEPLOYMENT, 'other').relevant).toBe(false)
  })

  it('tells integers apart that a number could not hold', () => {
    const [one, other] = [changed(['spec', 'replicas'], 2n ** 62n), changed(['spec', 'replicas'], 2n ** 62n + 1n)]
    expect(relevanceOf(relevanceOf(undefined, one, 'c').digest, other, 'c').relevant).toBe(true)
  })

  it('takes two bodies for the same only if they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const [one, other] = [changed(['spec'], a ?? null), changed(['spec'], b ?? null)]
        const { relevant } = relevanceOf(relevanceOf(undefined, one, 'c').digest, other, 'c')
        expect(relevant).toBe(JSON.stringify(a) !== JSON.stringify(b))
      }),
    )
  })
})
