import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { contentMark } from '../../model/content-mark.ts'
import { observeAdmission, type ObservingContext } from './observe-admission.ts'

const key = { id: 'k', secret: Buffer.from('secret of an installation, 32 bytes') }
const managedFields = (time: string): readonly JsonObject[] => [
  { manager: 'argocd-controller', operation: 'Apply', time: '2026-11-25T09:00:00Z', fieldsV1: { 'f:spec': {} } },
  { manager: 'kubectl-edit', operation: 'Update', time, fieldsV1: { 'f:spec': { 'f:replicas': {} } } },
]
const before = {
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u1',
    resourceVersion: '100',
    generation: 1,
    managedFields: [managedFields('')[0] as JsonObject],
  },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'web', image: 'web:1' }] } } },
}
const written = {
  ...before,
  metadata: { ...before.metadata, generation: 2, managedFields: managedFields('2026-11-25T10:00:00Z') },
  spec: { ...before.spec, replicas: 5 },
}

function review(over: JsonObject = {}): JsonObject {
  const resource = { group: 'apps', version: 'v1', resource: 'deployments' }
  const request = {
    uid: 'review-1',
    kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
    requestKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
    resource,
    requestResource: resource,
    name: 'web',
    namespace: 'shop',
    operation: 'UPDATE',
    userInfo: { username: 'alice@example.com', groups: ['oncall'] },
    object: written,
    oldObject: before,
    dryRun: false,
    options: { kind: 'PatchOptions', apiVersion: 'meta.k8s.io/v1', fieldManager: 'kubectl-edit' },
    ...over,
  }
  return { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request }
}

const context: ObservingContext = {
  cluster: 'prod',
  now: Date.UTC(2026, 10, 25, 10),
  managed: ({ name }) =>
    name === 'web' ? { source: 'shop', place: 'deploy/overlays/prod', deployer: 'argocd-controller' } : undefined,
  markOf: (object) => contentMark(object, key),
}

describe('the observing webhook', () => {
  it('tells who writes what over which version, and keeps nothing of the objects', () => {
    expect(observeAdmission(review(), context)?.event).toEqual({
      cluster: 'prod',
      auditId: 'review-1',
      verb: 'patch',
      object: { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', subresource: '' },
      user: 'alice@example.com',
      groups: ['oncall'],
      manager: 'kubectl-edit',
      sourceIps: [],
      receivedAt: '2026-11-25T10:00:00.000Z',
      completedAt: '2026-11-25T10:00:00.000Z',
      uid: 'u1',
      previousVersion: { resourceVersion: '100', from: 'admission-webhook', isExact: true },
      booked: { manager: 'kubectl-edit', operation: 'Update', subresource: '', time: '2026-11-25T10:00:00Z' },
      contentMark: contentMark({ ...written, metadata: { ...written.metadata, resourceVersion: '101' } }, key),
      touches: ['.spec.replicas'],
      via: 'admission-webhook',
    })
  })

  it('allows everything, and tells a person where the object comes from', () => {
    const observed = observeAdmission(review(), context)
    expect(observed?.warning).toBe('managed from Git: shop, deploy/overlays/prod')
    expect(observed?.response).toEqual({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
      response: { uid: 'review-1', allowed: true, warnings: ['managed from Git: shop, deploy/overlays/prod'] },
    })
  })

  it.each<[string, JsonObject]>([
    ['a program', { userInfo: { username: 'system:serviceaccount:dns:external-dns' } }],
    ['the deployer', { options: { kind: 'PatchOptions', fieldManager: 'argocd-controller' }, object: before }],
    ['a client that shows no warnings', { options: { kind: 'PatchOptions' }, object: before }],
  ])('warns nobody of what %s writes', (_who, over) => {
    const observed = observeAdmission(review(over), context)
    expect(observed?.event).toBeDefined()
    expect(observed).not.toHaveProperty('warning')
    expect(observed?.response['response']).toEqual({ uid: 'review-1', allowed: true })
  })

  it('has nothing to tell of dry runs and of what Git does not hold', () => {
    for (const over of [{ dryRun: true }, { name: 'other' }]) {
      expect(observeAdmission(review(over), context)).toEqual({
        response: {
          apiVersion: 'admission.k8s.io/v1',
          kind: 'AdmissionReview',
          response: { uid: 'review-1', allowed: true },
        },
      })
    }
  })

  it('knows that a removal moves no entry of managedFields', () => {
    const { booked } = observeAdmission(review({ object: { ...before, spec: {} } }), context)?.event ?? {}
    expect(booked).toBeNull()
  })

  it('names whom it deletes and makes', () => {
    const deletion = observeAdmission(
      review({ operation: 'DELETE', object: null, options: { kind: 'DeleteOptions' } }),
      context,
    )
    expect(deletion?.event).toMatchObject({ verb: 'delete', uid: 'u1' })
    expect(deletion?.warning).toBeDefined()
    const creation = observeAdmission(
      review({ operation: 'CREATE', oldObject: null, options: { kind: 'CreateOptions' } }),
      context,
    )
    expect(creation?.event).toMatchObject({ verb: 'create', created: true, uid: 'u1' })
    expect(creation?.event).not.toHaveProperty('previousVersion')
  })

  it('sees of a scaling only that the replicas are another', () => {
    const scale = { metadata: { name: 'web', uid: 'u1', resourceVersion: '100' }, spec: { replicas: 5 } }
    const { event } =
      observeAdmission(review({ requestSubResource: 'scale', object: scale, oldObject: scale }), context) ?? {}
    expect(event).toMatchObject({ touches: ['.spec.replicas'], object: { subresource: 'scale' } })
    expect(event).not.toHaveProperty('contentMark')
    expect(event).not.toHaveProperty('booked')
  })

  it('keeps of a Secret neither names of keys nor a mark (S-11)', () => {
    const secret = { group: '', version: 'v1', resource: 'secrets' }
    const event = observeAdmission(review({ resource: secret, requestResource: secret }), context)?.event
    expect(event).toBeDefined()
    expect(event).not.toHaveProperty('touches')
    expect(event).not.toHaveProperty('contentMark')
  })

  it('answers nothing to what is no review', () => {
    for (const text of [
      null,
      7,
      'x',
      [],
      {},
      { apiVersion: 'admission.k8s.io/v1' },
      { ...review(), apiVersion: 'v1beta1' },
    ]) {
      expect(observeAdmission(text, context)).toBeUndefined()
    }
  })
})
