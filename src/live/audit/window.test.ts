import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../model/audit-event.ts'
import { HOUR, MINUTE, printInstant, SECOND } from '../../model/instant.ts'
import type { VersionOrigin } from '../../model/object-version.ts'
import { AuditWindow, type WindowOptions } from './window.ts'

const T = Date.UTC(2026, 10, 25, 10)
const DEPLOYMENTS = { group: 'apps', resource: 'deployments' }

function origin(over: Partial<VersionOrigin> = {}): VersionOrigin {
  return {
    ref: { cluster: 'prod', group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' },
    id: { uid: 'u1', resourceVersion: '101' },
    previous: { uid: 'u1', resourceVersion: '100' },
    by: 'watch',
    seenAt: T,
    coalesced: 0,
    ...over,
  }
}

function event(auditId: string, over: Partial<AuditEvent> = {}): AuditEvent {
  return {
    cluster: 'prod',
    auditId,
    verb: 'patch',
    object: { ...DEPLOYMENTS, namespace: 'shop', name: 'web', subresource: '' },
    user: 'alice',
    groups: [],
    manager: 'kubectl-edit',
    sourceIps: [],
    receivedAt: printInstant(T - 50),
    completedAt: printInstant(T - 10),
    via: 'audit',
    ...over,
  }
}

function open(over: Partial<WindowOptions> = {}): { readonly window: AuditWindow; readonly clock: { now: number } } {
  const clock = { now: T + MINUTE }
  const window = new AuditWindow({ now: () => clock.now, skewMs: () => SECOND, ...over })
  return { window, clock }
}

const idsFor = (window: AuditWindow, asked: VersionOrigin): readonly string[] =>
  window.claimsFor(asked, DEPLOYMENTS).map(({ auditId }) => auditId)

const lateFor = (window: AuditWindow, late: AuditEvent): readonly string[] =>
  window.matchLate(late).map(({ id }) => id.resourceVersion)

describe('audit events that come before their version', () => {
  it('name nobody yet where several writes may lie between what was seen: the event of another may be late (F-27)', () => {
    const { window, clock } = open({ patienceMs: () => 2 * MINUTE })
    window.add(event('a', { responseVersion: '101' }))
    expect(idsFor(window, origin({ by: 'relist' }))).toEqual([])
    expect(idsFor(window, origin())).toEqual(['a'])
    clock.now += 2 * MINUTE
    expect(idsFor(window, origin({ by: 'relist' }))).toEqual(['a'])
  })

  it('wait for it, each once however often it is sent (F-27)', () => {
    const { window } = open()
    expect([window.add(event('a')), window.add(event('a')), window.add(event('b'))]).toEqual([true, false, true])
    expect(idsFor(window, origin())).toEqual(['a', 'b'])
  })

  it('are those of the object and of its whole collection, and of no other cluster (B-59)', () => {
    const { window } = open()
    const of = (over: Partial<AuditEvent['object']>): AuditEvent['object'] => ({ ...event('').object, ...over })
    window.add(event('same'))
    window.add(event('collection', { verb: 'deletecollection', object: of({ name: '' }) }))
    window.add(event('scaled', { object: of({ subresource: 'scale' }) }))
    window.add(event('other name', { object: of({ name: 'cart' }) }))
    window.add(event('other namespace', { object: of({ namespace: 'test' }) }))
    window.add(event('other kind', { object: of({ resource: 'statefulsets' }) }))
    window.add(event('other cluster', { cluster: 'test' }))
    expect(idsFor(window, origin())).toEqual(['same', 'scaled', 'collection'])
  })

  it('of one deletion of a collection are one for each object', () => {
    const { window } = open()
    const one = (name: string): AuditEvent => event('a', { uid: name, object: { ...event('').object, name } })
    expect([window.add(one('web')), window.add(one('cart')), window.add(one('web'))]).toEqual([true, true, false])
  })

  it('go after an hour, or when there are too many, the oldest first', () => {
    const { window, clock } = open({ mostEvents: 2 })
    for (const id of ['a', 'b', 'c']) window.add(event(id))
    expect(idsFor(window, origin())).toEqual(['b', 'c'])
    clock.now += HOUR + 1
    expect(idsFor(window, origin())).toEqual([])
    expect(window.size.events).toBe(0)
  })
})

describe('a creation that names no uid (F-27)', () => {
  const made = (uid: string, over: Partial<VersionOrigin> = {}): VersionOrigin =>
    origin({ id: { uid, resourceVersion: uid }, previous: undefined, createdAt: T - SECOND, ...over })
  const creation = (id: string, over: Partial<AuditEvent> = {}): AuditEvent =>
    event(id, { verb: 'create', created: true, ...over })
  /** What each may be of, in this order, once all of them are seen. */
  const idsOfEach = (window: AuditWindow, ...all: readonly VersionOrigin[]): readonly (readonly string[])[] => {
    for (const one of all) window.noted(one, DEPLOYMENTS)
    return all.map((one) => idsFor(window, one))
  }

  it('is of the one that was seen, or of those that were, each with an event', () => {
    const { window } = open()
    window.add(creation('a'))
    expect(idsOfEach(window, made('u1'))).toEqual([['a']])
    window.add(creation('b'))
    expect(idsOfEach(window, made('u1'), made('u2'))).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
  })

  it('is of nobody where the name was made more often within that second than events tell of', () => {
    const { window } = open()
    window.add(creation('a'))
    window.add(creation('known', { uid: 'u2' }))
    // Long before, by the server's clock: it is not what is missing here.
    const before = { receivedAt: printInstant(T - 9_050), completedAt: printInstant(T - 9_010) }
    window.add(creation('deployed', before))
    const [first, second, later] = [made('u1'), made('u2'), made('u3', { createdAt: T + SECOND })]
    expect(idsOfEach(window, first, second, later)).toEqual([[], ['known'], []])
  })

  it('is not told from another by an event that may as well be of the next second', () => {
    const { window } = open()
    window.add(creation('a', { receivedAt: printInstant(T - 500), completedAt: printInstant(T - 490) }))
    window.add(creation('c', { receivedAt: printInstant(T - 5), completedAt: printInstant(T + 5) }))
    const [first, second, next] = [made('u1'), made('u2'), made('u3', { createdAt: T })]
    expect(idsOfEach(window, first, second, next)).toEqual([[], [], []])
  })

  it('is of nobody where the object was made long before it was seen', () => {
    const { window } = open()
    window.add(creation('a', { receivedAt: printInstant(T - 12_050), completedAt: printInstant(T - 12_010) }))
    expect(idsOfEach(window, made('u1', { createdAt: T - 13 * SECOND }))).toEqual([[]])
  })

  it('is of nobody where it is not known what else was made, as after a restart', () => {
    const { window } = open()
    window.add(creation('a'))
    expect(idsFor(window, made('u1'))).toEqual([])
    expect(idsOfEach(window, made('u2', { by: 'relist' }))).toEqual([['a']])
    expect(idsFor(window, made('u2'))).toEqual([])
  })
})

describe('a deletion that names no uid (F-27)', () => {
  const gone = (uid: string, seenAt = T): VersionOrigin => {
    const id = { uid, resourceVersion: uid }
    return origin({ id, previous: id, seenAt })
  }

  it('is of nobody where more than one of that name went about then, however often somebody asked', () => {
    const { window } = open()
    window.add(event('a', { verb: 'delete' }))
    window.add(event('b', { verb: 'delete' }))
    window.add(event('named', { verb: 'delete', uid: 'u2' }))
    expect(idsFor(window, gone('u1'))).toEqual(['a', 'b'])
    expect(idsFor(window, gone('u2', T + 10 * SECOND))).toEqual(['named'])
    expect(idsFor(window, gone('u1'))).toEqual([])
  })

  it('is of the one that went then, and not of one that went long after', () => {
    const { window } = open()
    window.add(event('a', { verb: 'delete' }))
    expect(idsFor(window, gone('u2', T + 20 * SECOND))).toEqual(['a'])
    expect(idsFor(window, gone('u1'))).toEqual(['a'])
  })
})

describe('audit events that come after their version', () => {
  it('find the version that they answered with, and no other', () => {
    const { window } = open()
    idsFor(window, origin())
    idsFor(window, origin({ id: { uid: 'u1', resourceVersion: '102' }, previous: origin().id }))
    expect(lateFor(window, event('a', { responseVersion: '102' }))).toEqual(['102'])
    expect(lateFor(window, event('b', { responseVersion: '99' }))).toEqual([])
  })

  it('find the version after the one that they overwrote, and those of their time, which they may cast doubt on', () => {
    const { window } = open()
    idsFor(window, origin())
    idsFor(window, origin({ id: { uid: 'u1', resourceVersion: '200' }, previous: undefined, seenAt: T + 10 * MINUTE }))
    const previousVersion = { resourceVersion: '100', from: 'object-ref', isExact: true } as const
    expect(lateFor(window, event('a', { previousVersion }))).toEqual(['101'])
    expect(lateFor(window, event('b'))).toEqual(['101'])
  })

  it('do not find versions of an object that had the name before', () => {
    const { window } = open()
    idsFor(window, origin())
    expect(lateFor(window, event('a', { uid: 'u0' }))).toEqual([])
  })

  it('find the absence of an object, by name or by collection', () => {
    const { window } = open()
    idsFor(window, origin({ previous: origin().id }))
    expect(lateFor(window, event('a', { verb: 'delete' }))).toEqual(['101'])
    const object = { ...event('').object, name: '' }
    expect(lateFor(window, event('b', { verb: 'deletecollection', object }))).toEqual(['101'])
  })

  it('find nothing where nobody asked, or too long ago', () => {
    const { window, clock } = open()
    expect(lateFor(window, event('a'))).toEqual([])
    idsFor(window, origin())
    clock.now += HOUR + 1
    expect(lateFor(window, event('a'))).toEqual([])
  })
})

describe('what a later event could take back', () => {
  it('does not count until the last events should have come (F-27)', () => {
    const { window, clock } = open()
    clock.now = T + SECOND
    const previousVersion = { resourceVersion: '100', from: 'admission-policy', isExact: true } as const
    window.add(event('before', { previousVersion }))
    window.add(event('exact', { responseVersion: '101' }))
    window.add(event('review', { via: 'admission-webhook' }))
    window.add(event('deletion', { verb: 'delete', uid: 'u1' }))
    expect(idsFor(window, origin())).toEqual(['exact', 'review', 'deletion'])
    clock.now = T + 39 * SECOND
    expect(window.settled()).toEqual([])
    clock.now = T + 40 * SECOND
    expect(window.settled().map(({ id }) => id.resourceVersion)).toEqual(['101'])
    expect(window.settled()).toEqual([])
    expect(idsFor(window, origin())).toEqual(['before', 'exact', 'review', 'deletion'])
  })

  it('waits as long as a cluster needs', () => {
    const { window, clock } = open({ patienceMs: (cluster) => (cluster === 'prod' ? 0 : MINUTE) })
    clock.now = T
    window.add(event('a'))
    expect(idsFor(window, origin())).toEqual(['a'])
  })
})
