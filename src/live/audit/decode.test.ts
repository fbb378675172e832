import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { type AuditFormat, decodeBody } from './decode-body.ts'
import type { Decoded } from './decoded.ts'

const context = { cluster: 'prod', isStatusRelevant: () => false }

function decode(format: AuditFormat, body: unknown): Decoded {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return decodeBody(Buffer.from(text), format, context)
}

/** What the admission policy notes of a write over a version. */
function noted(version: string): JsonObject {
  const name = 'attribution.driftage.dev/driftage-previous'
  const [eighth, eleventh] = [Number(version) % 8, Number(version) % 11]
  const seen = `u1/${version}`
  return { [name]: seen, [`${name}-8-${eighth}`]: seen, [`${name}-11-${eleventh}`]: seen }
}

const EVENT = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'RequestResponse',
  auditID: 'id-1',
  stage: 'ResponseComplete',
  requestURI: '/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=kubectl-edit&fieldValidation=Strict',
  verb: 'patch',
  user: { username: 'alice@example.com', groups: ['oncall', 'system:authenticated'] },
  sourceIPs: ['192.0.2.7'],
  userAgent: 'kubectl/v1.36.3 (linux/amd64) kubernetes/0000000',
  objectRef: { resource: 'deployments', namespace: 'shop', name: 'web', apiGroup: 'apps', apiVersion: 'v1' },
  responseStatus: { metadata: {}, code: 200 },
  requestObject: { spec: { replicas: 3, template: { spec: { containers: [{ name: 'web', image: 'web:2' }] } } } },
  responseObject: { kind: 'Deployment', metadata: { name: 'web', uid: 'u1', resourceVersion: '101' } },
  requestReceivedTimestamp: '2026-11-25T10:00:00.123456Z',
  stageTimestamp: '2026-11-25T10:00:00.234567Z',
  annotations: noted('100'),
}

const KEPT = {
  cluster: 'prod',
  auditId: 'id-1',
  verb: 'patch',
  object: { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', subresource: '' },
  user: 'alice@example.com',
  groups: ['oncall', 'system:authenticated'],
  userAgent: 'kubectl/v1.36.3 (linux/amd64) kubernetes/0000000',
  manager: 'kubectl-edit',
  sourceIps: ['192.0.2.7'],
  receivedAt: '2026-11-25T10:00:00.123456Z',
  completedAt: '2026-11-25T10:00:00.234567Z',
  responseVersion: '101',
  uid: 'u1',
  previousVersion: { resourceVersion: '100', from: 'admission-policy', isExact: true },
  changed: true,
  touches: ['.spec.replicas', '.spec.template.spec.containers'],
  via: 'audit',
}

describe('the API server itself', () => {
  it('sends a list of events, of which nothing but what attribution uses is kept', () => {
    const list = { kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: [EVENT] }
    expect(decode('native', list)).toEqual({ events: [KEPT], unused: 0, damaged: 0 })
  })

  it('writes one event a line', () => {
    const lines = `${JSON.stringify(EVENT)}\n${JSON.stringify({ ...EVENT, auditID: 'id-2' })}\n`
    expect(decode('native', lines).events.map(({ auditId }) => auditId)).toEqual(['id-1', 'id-2'])
  })

  it.each<[string, JsonObject]>([
    ['a read', { verb: 'get' }],
    ['a request that is not done', { stage: 'RequestReceived' }],
    ['a refusal', { responseStatus: { code: 409 } }],
    ['a dry run', { requestURI: `${EVENT.requestURI}&dryRun=All` }],
    ['a dry run of a deletion', { verb: 'delete', requestObject: { kind: 'DeleteOptions', dryRun: ['All'] } }],
    ['a status', { objectRef: { ...EVENT.objectRef, subresource: 'status' } }],
    ['a shell in a Pod', { verb: 'create', objectRef: { resource: 'pods', name: 'p', subresource: 'exec' } }],
    ['something that is no object', { objectRef: {} }],
  ])('does not tell who wrote by %s', (_what, over) => {
    expect(decode('native', { ...EVENT, ...over })).toEqual({ events: [], unused: 1, damaged: 0 })
  })

  it('tells of a status where that is asked for', () => {
    const status = JSON.stringify({ ...EVENT, objectRef: { ...EVENT.objectRef, subresource: 'status' } })
    const asked = { ...context, isStatusRelevant: (group: string) => group === 'apps' }
    expect(decodeBody(Buffer.from(status), 'native', asked).events).toHaveLength(1)
  })

  it('books to the user agent where no manager is named, as the server does', () => {
    const [event] = decode('native', { ...EVENT, requestURI: '/apis/apps/v1/namespaces/shop/deployments/web' }).events
    expect(event?.manager).toBe('kubectl')
  })

  it('names both where one acted as the other', () => {
    const [event] = decode('native', { ...EVENT, impersonatedUser: { username: 'bob@example.com' } }).events
    expect(event).toMatchObject({ user: 'alice@example.com', impersonatedUser: 'bob@example.com' })
  })

  it('leaves bodies out where they are too large, which costs nothing but confidence (F-29)', () => {
    const { requestObject: _, responseObject: __, ...cut } = EVENT
    const [event] = decode('native', { ...cut, annotations: { 'audit.k8s.io/truncated': 'true' } }).events
    expect(event).toMatchObject({ user: 'alice@example.com', verb: 'patch' })
    expect(event).not.toHaveProperty('responseVersion')
    expect(event).not.toHaveProperty('touches')
  })

  it('names the version that a PUT is held to before the one that the policy saw', () => {
    const objectRef = { ...EVENT.objectRef, uid: 'u1', resourceVersion: '99' }
    const [event] = decode('native', { ...EVENT, verb: 'update', objectRef, responseObject: undefined }).events
    expect(event).toMatchObject({
      uid: 'u1',
      previousVersion: { resourceVersion: '99', from: 'object-ref', isExact: true },
    })
  })

  it('answers a deletion by a status with the uid', () => {
    const responseObject = { kind: 'Status', metadata: {}, details: { name: 'web', uid: 'u1' } }
    const [event] = decode('native', { ...EVENT, verb: 'delete', responseObject }).events
    expect(event).toMatchObject({ verb: 'delete', uid: 'u1' })
    expect(event).not.toHaveProperty('responseVersion')
  })

  it('lists what went with a collection', () => {
    const items = [{ metadata: { name: 'a', namespace: 'shop', uid: 'ua' } }, { metadata: { name: 'b', uid: 'ub' } }, 7]
    const objectRef = { ...EVENT.objectRef, name: undefined }
    const { events } = decode('native', { ...EVENT, verb: 'deletecollection', objectRef, responseObject: { items } })
    expect(events.map(({ object, uid }) => [object.name, uid])).toEqual([
      ['', undefined],
      ['a', 'ua'],
      ['b', 'ub'],
    ])
  })

  it('counts an eviction as the deletion that it is', () => {
    const objectRef = { resource: 'pods', namespace: 'shop', name: 'p', subresource: 'eviction' }
    const [event] = decode('native', { ...EVENT, verb: 'create', objectRef, responseStatus: { code: 201 } }).events
    expect(event).toMatchObject({ verb: 'delete' })
    expect(event).not.toHaveProperty('created')
  })

  it('makes an object by whatever verb answers 201', () => {
    expect(decode('native', { ...EVENT, responseStatus: { code: 201 } }).events[0]?.created).toBe(true)
  })
})

describe('EKS', () => {
  const message = JSON.stringify({
    ...EVENT,
    user: {
      username: 'kubernetes-admin',
      extra: {
        arn: ['arn:aws:sts::111122223333:assumed-role/Admin/alice'],
        canonicalArn: ['arn:aws:iam::111122223333:role/Admin'],
        sessionName: ['alice'],
      },
    },
  })
  const envelope = {
    messageType: 'DATA_MESSAGE',
    owner: '111122223333',
    logGroup: '/aws/eks/prod/cluster',
    logStream: 'kube-apiserver-audit-0123',
    subscriptionFilters: ['driftage'],
    logEvents: [{ id: '1', timestamp: 1764064800123, message }],
  }
  const packed = (value: unknown): string => gzipSync(JSON.stringify(value)).toString('base64')

  it.each<[string, unknown]>([
    ['plain events', message],
    ['the envelope of a subscription', envelope],
    ['a Lambda subscription', { awslogs: { data: packed(envelope) } }],
    ['a Firehose stream', { requestId: 'r', timestamp: 1, records: [{ data: packed(envelope) }] }],
    ['a Firehose stream of plain events', { records: [{ data: Buffer.from(`${message}\n`).toString('base64') }] }],
    ['a Kinesis stream', { Records: [{ kinesis: { data: packed(envelope) } }] }],
  ])('forwards by %s', (_what, body) => {
    expect(decode('eks', body)).toMatchObject({
      events: [
        {
          auditId: 'id-1',
          cloudIdentity: 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
          user: 'kubernetes-admin',
        },
      ],
      damaged: 0,
    })
  })

  it('may pack the whole request as well', () => {
    const body = gzipSync(JSON.stringify({ records: [{ data: packed(envelope) }] }))
    expect(decodeBody(body, 'eks', context).events).toHaveLength(1)
  })

  it('joins several envelopes in one record', () => {
    const two = Buffer.from(`${JSON.stringify(envelope)}${JSON.stringify(envelope)}`).toString('base64')
    expect(decode('eks', { records: [{ data: two }] }).events).toHaveLength(2)
  })

  it('names the role where a tool has made the session up', () => {
    const user = {
      username: 'kubernetes-admin',
      extra: {
        arn: ['arn:aws:sts::1:assumed-role/Admin/EKSGetTokenAuth'],
        canonicalArn: ['arn:aws:iam::1:role/Admin'],
        sessionName: ['EKSGetTokenAuth'],
      },
    }
    expect(decode('eks', { ...EVENT, user }).events[0]?.cloudIdentity).toBe('arn:aws:iam::1:role/Admin')
  })

  it('is tried out by a message that is no log', () => {
    const control = { messageType: 'CONTROL_MESSAGE', logEvents: [{ message: 'CWL CONTROL MESSAGE: Checking health' }] }
    expect(decode('eks', { records: [{ data: packed(control) }] })).toEqual({ events: [], unused: 0, damaged: 0 })
  })

  it('cannot fill the memory by a small request that unpacks to a large one', () => {
    const bomb = gzipSync(Buffer.alloc(60_000_000)).toString('base64')
    expect(decode('eks', { records: [{ data: bomb }] })).toEqual({ events: [], unused: 0, damaged: 1 })
  })
})

describe('GKE', () => {
  const entry = {
    insertId: 'insert-1',
    logName: 'projects/shop/logs/cloudaudit.googleapis.com%2Factivity',
    timestamp: '2026-11-25T10:00:00.123456Z',
    receiveTimestamp: '2026-11-25T10:00:01.5Z',
    labels: noted('100'),
    protoPayload: {
      '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
      serviceName: 'k8s.io',
      methodName: 'io.k8s.apps.v1.deployments.patch',
      resourceName: 'apps/v1/namespaces/shop/deployments/web',
      authenticationInfo: { principalEmail: 'alice@example.com' },
      requestMetadata: { callerIp: '192.0.2.7', callerSuppliedUserAgent: 'kubectl/v1.36.3' },
      request: { '@type': 'k8s.io/Patch', spec: { replicas: 3 } },
      response: { '@type': 'apps.k8s.io/v1.Deployment', metadata: { name: 'web', uid: 'u1', resourceVersion: '101' } },
      status: { code: 0 },
    },
  }
  const payload = (over: JsonObject): unknown => ({ ...entry, protoPayload: { ...entry.protoPayload, ...over } })

  it('pushes an entry of the log through Pub/Sub, without saying which manager was asked for', () => {
    const push = {
      message: { data: Buffer.from(JSON.stringify(entry)).toString('base64'), messageId: '1' },
      subscription: 's',
    }
    expect(decode('gke', push)).toEqual({
      events: [
        {
          cluster: 'prod',
          auditId: 'insert-1',
          verb: 'patch',
          object: { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', subresource: '' },
          user: 'alice@example.com',
          groups: [],
          userAgent: 'kubectl/v1.36.3',
          manager: '',
          sourceIps: ['192.0.2.7'],
          receivedAt: '2026-11-25T10:00:00.123456Z',
          completedAt: '2026-11-25T10:00:01.5Z',
          responseVersion: '101',
          uid: 'u1',
          previousVersion: { resourceVersion: '100', from: 'admission-policy', isExact: true },
          changed: true,
          touches: ['.spec.replicas'],
          via: 'audit',
        },
      ],
      unused: 0,
      damaged: 0,
    })
  })

  it.each([
    ['core/v1/nodes/n1', { group: '', resource: 'nodes', namespace: '', name: 'n1', subresource: '' }],
    ['core/v1/namespaces/shop', { group: '', resource: 'namespaces', namespace: '', name: 'shop', subresource: '' }],
    [
      'core/v1/namespaces/shop/configmaps/c',
      { group: '', resource: 'configmaps', namespace: 'shop', name: 'c', subresource: '' },
    ],
    [
      'apps/v1/namespaces/shop/deployments/web/scale',
      { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', subresource: 'scale' },
    ],
  ])('names the object %s', (resourceName, object) => {
    expect(decode('gke', payload({ resourceName })).events[0]?.object).toEqual(object)
  })

  it('does not tell who wrote by a refusal or a read', () => {
    expect(decode('gke', payload({ status: { code: 7, message: 'denied' } }))).toMatchObject({ events: [], unused: 1 })
    expect(decode('gke', payload({ methodName: 'io.k8s.apps.v1.deployments.get' }))).toMatchObject({ unused: 1 })
    expect(decode('gke', payload({ status: {} })).events).toHaveLength(1)
  })
})

describe('AKS', () => {
  const record = {
    time: '2026-11-25T10:00:00Z',
    category: 'kube-audit-admin',
    operationName: 'Microsoft.ContainerService/managedClusters/diagnosticLogs/Read',
    properties: { log: JSON.stringify(EVENT), stream: 'stdout', pod: 'kube-apiserver-0' },
  }

  it('forwards records through an Event Hub, each with the event as text', () => {
    expect(decode('aks', { records: [record] })).toEqual({ events: [KEPT], unused: 0, damaged: 0 })
    expect(decode('aks', [{ ...record, properties: JSON.stringify(record.properties) }]).events).toHaveLength(1)
  })

  it('cuts off what is too long: that is counted, and the rest goes on (F-29)', () => {
    const cut = { ...record, properties: { log: JSON.stringify(EVENT).slice(0, 300) } }
    expect(decode('aks', { records: [cut, record] })).toEqual({ events: [KEPT], unused: 0, damaged: 1 })
  })

  it('has other logs in the same hub', () => {
    expect(decode('aks', { records: [{ ...record, category: 'kube-scheduler' }] })).toMatchObject({
      damaged: 0,
      events: [],
    })
  })

  it('has the same as rows of a table, where objects that are too large are a word', () => {
    const row = {
      AuditId: 'id-1',
      Stage: 'ResponseComplete',
      Verb: 'patch',
      RequestUri: EVENT.requestURI,
      UserAgent: EVENT.userAgent,
      RequestReceivedTime: EVENT.requestReceivedTimestamp,
      StageReceivedTime: EVENT.stageTimestamp,
      User: EVENT.user,
      ObjectRef: JSON.stringify(EVENT.objectRef),
      ResponseStatus: EVENT.responseStatus,
      RequestObject: 'skipped-too-big-size-object',
      ResponseObject: JSON.stringify(EVENT.responseObject),
      Annotations: EVENT.annotations,
      SourceIps: EVENT.sourceIPs,
    }
    const { touches: _, ...kept } = KEPT
    expect(decode('aks', { records: [row] })).toEqual({ events: [kept], unused: 0, damaged: 0 })
  })
})

describe('secrets (S-11)', () => {
  const CANARY = 'canary-9f8e7d6c5b4a'
  const bodies = { data: { password: CANARY }, stringData: { [CANARY]: CANARY } }
  const secret = {
    ...EVENT,
    objectRef: { resource: 'secrets', namespace: 'shop', name: 'db', apiVersion: 'v1' },
    requestObject: bodies,
    responseObject: { ...bodies, metadata: { name: 'db', uid: 'u1', resourceVersion: '101' } },
  }

  it('leave nothing but versions behind, neither values nor names of keys', () => {
    const { events } = decode('native', secret)
    expect(events).toMatchObject([{ user: 'alice@example.com', responseVersion: '101' }])
    expect(JSON.stringify(events)).not.toContain(CANARY)
    expect(events[0]).not.toHaveProperty('touches')
  })

  it('elsewhere leave the path and never the value', () => {
    const env = {
      spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'TOKEN', value: CANARY }] }] } } },
    }
    expect(JSON.stringify(decode('native', { ...EVENT, requestObject: env }))).not.toContain(CANARY)
  })
})

describe('anything else (B-44)', () => {
  const formats: readonly AuditFormat[] = ['native', 'eks', 'gke', 'aks']

  it('is counted and never brings the intake down', () => {
    const shapes = [
      'items',
      'records',
      'message',
      'protoPayload',
      'logEvents',
      'awslogs',
      'properties',
      'objectRef',
      'data',
    ]
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, fc.constant(null), fc.string(), fc.integer(), tie('list'), tie('object')),
      list: fc.array(tie('any'), { maxLength: 3 }),
      object: fc.dictionary(fc.constantFrom(...shapes), tie('any'), { maxKeys: 4 }),
    })).any
    fc.assert(
      fc.property(value, fc.constantFrom(...formats), (body, format) => {
        const { events } = decode(format, JSON.stringify(body))
        expect(events).toEqual([])
      }),
      { numRuns: 500, seed: 44 },
    )
  })

  it('includes events of which any member has another type', () => {
    const members = Object.keys(EVENT)
    fc.assert(
      fc.property(fc.constantFrom(...members), fc.jsonValue(), (member, wrong) => {
        const { events, unused, damaged } = decode('native', { ...EVENT, [member]: wrong })
        expect(events.length + unused + damaged).toBeGreaterThan(0)
      }),
      { numRuns: 500, seed: 44 },
    )
  })

  it('includes texts that end anywhere', () => {
    const text = JSON.stringify({ items: [EVENT] })
    for (let length = 0; length < text.length; length += 7) {
      expect(decode('native', text.slice(0, length)).events).toEqual([])
    }
  })
})
