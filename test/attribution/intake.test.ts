import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePorts } from '../cluster/ports.ts'
import { type Receiver, receiveAudit, TOKEN } from './receivers.ts'
import { NAMESPACE } from './targets.ts'
import { Witness } from './witness.ts'

const witness = new Witness('intake', 0)
let receiver: Receiver

beforeAll(async () => {
  const [port = 0] = await freePorts(1)
  receiver = await receiveAudit(port, witness)
})

afterAll(() => receiver.stop())

interface Answer {
  readonly status: number
  readonly body: string
}

/** @param announced length that the head claims; default the true one */
function post(path: string, body: Buffer, token = TOKEN, announced?: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(announced === undefined ? { 'transfer-encoding': 'chunked' } : { 'content-length': announced }),
    }
    const outgoing = request(new URL(path, receiver.url), { method: 'POST', headers }, (incoming) => {
      let text = ''
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, body: text }))
    })
    outgoing.on('error', reject)
    outgoing.write(body)
    if (announced === undefined || announced === body.length) outgoing.end()
  })
}

/** As large as API servers send them: 400 events with request and answer. */
function batch(events: number, bytesEach: number): Buffer {
  const items = Array.from({ length: events }, (_, i) => ({
    auditID: `${i}`,
    stage: 'ResponseComplete',
    verb: 'update',
    user: { username: 'alice' },
    objectRef: { apiGroup: 'apps', resource: 'deployments', namespace: NAMESPACE, name: 'web' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: '2026-11-25T10:00:00.1Z',
    stageTimestamp: '2026-11-25T10:00:00.2Z',
    requestObject: { spec: 'x'.repeat(bytesEach) },
  }))
  return Buffer.from(JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items }))
}

it('takes the largest batches that API servers send, one after the other', async () => {
  const body = batch(400, 24_000)
  expect(body.length).toBeGreaterThan(9_500_000)
  for (let i = 0; i < 3; i++) expect(await post('/audit/test/native', body)).toMatchObject({ status: 200 })
  await witness.intake.idle()
  expect(witness.counts.get('taken')).toBe(1_200)
})

it('refuses a body that is too large at its head, and one that does not say so as soon as it is (B-44)', async () => {
  const piece = Buffer.alloc(100, 'x')
  expect(await post('/audit/test/native', piece, TOKEN, 10_000_001)).toMatchObject({ status: 413 })
  expect(await post('/audit/test/admission', Buffer.alloc(3 * 1024 * 1024 + 1, 'x'))).toMatchObject({ status: 413 })
})

it('refuses a wrong token without waiting for the body', async () => {
  expect(await post('/audit/test/native', Buffer.from('{'), 'wrong', 5_000_000)).toMatchObject({ status: 401 })
})

it('answers a review that is none, and goes on', async () => {
  expect(await post('/audit/test/admission', Buffer.from('{}'))).toMatchObject({ status: 400 })
  expect(await post('/audit/test/native', batch(1, 10))).toMatchObject({ status: 200 })
})
