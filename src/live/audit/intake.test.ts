import { expect, it } from 'vitest'
import type { AuditEvent } from '../../model/audit-event.ts'
import { AuditIntake, type IntakeLimits, type IntakeOutcome } from './intake.ts'

const write = (auditID: string, over: object = {}): object => ({
  auditID,
  stage: 'ResponseComplete',
  verb: 'update',
  user: { username: 'alice' },
  objectRef: { apiGroup: 'apps', resource: 'deployments', namespace: 'shop', name: 'web' },
  responseStatus: { code: 200 },
  requestReceivedTimestamp: '2026-11-25T10:00:00.1Z',
  stageTimestamp: '2026-11-25T10:00:00.2Z',
  ...over,
})

const batch = (...items: readonly object[]): Buffer => Buffer.from(JSON.stringify({ kind: 'EventList', items }))

interface Bench {
  readonly intake: AuditIntake
  readonly delivered: string[]
  readonly counts: Partial<Record<IntakeOutcome, number>>
}

function open(limits: Partial<IntakeLimits> = {}, deliver?: (events: readonly AuditEvent[]) => Promise<void>): Bench {
  const delivered: string[] = []
  const counts: Partial<Record<IntakeOutcome, number>> = {}
  const intake = new AuditIntake(
    {
      isRelevant: (_cluster, { resource }) => resource === 'deployments',
      isStatusRelevant: () => false,
      deliver: async (events) => {
        await deliver?.(events)
        delivered.push(...events.map(({ auditId }) => auditId))
      },
      count: (_cluster, outcome, events) => {
        counts[outcome] = (counts[outcome] ?? 0) + events
      },
    },
    limits,
  )
  return { intake, delivered, counts }
}

it('takes a batch without decoding it, and delivers what matters in order', async () => {
  const { intake, delivered, counts } = open()
  const pods = { objectRef: { resource: 'pods', namespace: 'shop', name: 'p' } }
  expect(intake.offer('prod', 'native', batch(write('a'), write('b', { verb: 'get' }), write('c', pods)))).toBe(true)
  expect(intake.offer('prod', 'native', batch(write('d')))).toBe(true)
  expect(delivered).toEqual([])
  await intake.idle()
  expect(delivered).toEqual(['a', 'd'])
  expect(counts).toEqual({ taken: 2, dropped: 2 })
  expect(intake.waiting).toEqual({ bytes: 0, events: 0 })
})

it('turns away what is too much, so that the sender comes again, and counts it', async () => {
  const body = batch(write('a'))
  const { intake, delivered, counts } = open({ waitingBytes: body.length })
  expect([intake.offer('prod', 'native', body), intake.offer('prod', 'native', body)]).toEqual([true, false])
  await intake.idle()
  expect(intake.offer('prod', 'native', batch(write('b')))).toBe(true)
  await intake.idle()
  expect(delivered).toEqual(['a', 'b'])
  expect(counts).toEqual({ shed: 1, taken: 2 })
})

it('holds no more events than it may while nobody takes them', async () => {
  let release = (): void => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const { intake, delivered, counts } = open({ waitingEvents: 2 }, () => held)
  intake.offer('prod', 'native', batch(write('a')))
  await new Promise(setImmediate)
  intake.offer('prod', 'native', batch(write('b'), write('c'), write('d')))
  await new Promise(setImmediate)
  expect(intake.waiting.events).toBe(2)
  expect(intake.offer('prod', 'native', batch(write('e')))).toBe(false)
  release()
  await intake.idle()
  expect(delivered).toEqual(['a', 'b', 'c'])
  expect(counts).toEqual({ taken: 3, shed: 2 })
})

it('counts what it cannot read, and goes on (B-44)', async () => {
  const { intake, delivered, counts } = open()
  intake.offer('prod', 'native', Buffer.from('{"items": ['))
  intake.offerLines('prod', [JSON.stringify(write('a')), 'not json', ''])
  await intake.idle()
  expect(delivered).toEqual(['a'])
  expect(counts).toEqual({ damaged: 3, taken: 1 })
})

it('takes what an admission review told beside it', async () => {
  const { intake, delivered } = open()
  const object = { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', subresource: '' }
  intake.observed({
    cluster: 'prod',
    auditId: 'review',
    verb: 'update',
    object,
    user: 'alice',
    groups: [],
    manager: 'kubectl-edit',
    sourceIps: [],
    receivedAt: '2026-11-25T10:00:00Z',
    completedAt: '2026-11-25T10:00:00Z',
    via: 'admission-webhook',
  })
  await intake.idle()
  expect(delivered).toEqual(['review'])
})
