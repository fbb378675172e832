import { describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../model/audit-event.ts'
import type { FieldOwner } from '../../model/field-owner.ts'
import type { VersionOrigin } from '../../model/object-version.ts'
import type { Attribution } from '../../model/scan-report.ts'
import { attributeVersion } from './attribute-version.ts'
import { printUsers } from './identity.ts'
import { originOfAbsence, type SeenChange } from './seen-change.ts'

const REF = { cluster: 'prod', group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }
const IMAGE = '.spec.template.spec.containers[name="web"].image'

/** Times are seconds after ten o'clock. */
function at(seconds: number): string {
  return new Date(Date.UTC(2026, 10, 25, 10) + seconds * 1000).toISOString()
}

const origin: VersionOrigin = {
  ref: REF,
  id: { uid: 'u1', resourceVersion: '101' },
  previous: { uid: 'u1', resourceVersion: '100' },
  by: 'watch',
  seenAt: Date.parse(at(10.1)),
  coalesced: 0,
}

function owner(manager: string, seconds?: number, over: Partial<FieldOwner> = {}): FieldOwner {
  const time = seconds === undefined ? undefined : at(seconds).replace('.000', '')
  return { manager, operation: 'Update', subresource: '', time, ...over }
}

function change(over: Partial<SeenChange> = {}): SeenChange {
  return {
    origin,
    delta: { gained: [owner('kubectl-edit', 10)], lost: [] },
    writers: [owner('kubectl-edit', 10)],
    kind: { group: 'apps', resource: 'deployments' },
    path: IMAGE,
    driftKind: 'modified',
    deployer: { manager: 'argocd-controller' },
    skewMs: 1_000,
    ...over,
  }
}

const removal: Partial<SeenChange> = { driftKind: 'removed', delta: { gained: [], lost: [] }, writers: [] }

let ids = 0

/** By default alice's `kubectl edit`, from 10.0 s to 10.05 s. */
function event(over: Partial<AuditEvent> & { readonly span?: readonly [number, number] } = {}): AuditEvent {
  const { span = [10, 10.05], ...rest } = over
  return {
    cluster: 'prod',
    auditId: `a${++ids}`,
    verb: 'patch',
    object: { group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', subresource: '' },
    user: 'alice',
    groups: [],
    manager: 'kubectl-edit',
    sourceIps: [],
    receivedAt: at(span[0]),
    completedAt: at(span[1]),
    via: 'audit',
    ...rest,
  }
}

const overwrote = (resourceVersion: string, from: 'object-ref' | 'admission-webhook') => ({
  uid: 'u1',
  previousVersion: { resourceVersion, from, isExact: true },
})

/** As the admission policy notes it, which sees each attempt and whether it changes anything. */
const replaced = (resourceVersion: string) => ({
  uid: 'u1',
  previousVersion: { resourceVersion, from: 'admission-policy', isExact: true } as const,
  changed: true as const,
})

/** After more attempts than the policy can note for sure. */
const replacedOrLater = (resourceVersion: string) => ({
  uid: 'u1',
  previousVersion: { resourceVersion, from: 'admission-policy', isExact: false } as const,
})

/** `certain alice`, `likely alice + bob (several-claimants)`. */
function said({ confidence, users, reason }: Attribution): string {
  return [confidence, users.join(' + '), reason === '' ? '' : `(${reason})`].filter((part) => part !== '').join(' ')
}

describe('an event that answered with exactly this version (R-29)', () => {
  it('is its writer, with everything to look it up', () => {
    const wrote = event({ auditId: 'id-1', responseVersion: '101', uid: 'u1' })
    expect(attributeVersion(change(), [wrote, event({ user: 'bob', responseVersion: '99' })])).toEqual({
      confidence: 'certain',
      users: ['alice'],
      manager: 'kubectl-edit',
      operation: 'Update',
      notBefore: at(10),
      notAfter: at(10.05),
      evidence: 'audit id-1 patch wrote resourceVersion 101; managedFields kubectl-edit/Update 2026-11-25T10:00:10Z',
      reason: '',
    })
  })

  it('is the earliest where others wrote nothing new and got the same answer', () => {
    const wrote = event({ responseVersion: '101' })
    const inVain = event({ user: 'bob', responseVersion: '101', span: [10.4, 10.5] })
    expect(said(attributeVersion(change(), [inVain, wrote]))).toBe('certain alice')
  })

  it('is not one that says itself that it found this version', () => {
    const inVain = event({ user: 'bob', responseVersion: '101', ...overwrote('101', 'object-ref') })
    expect(said(attributeVersion(change(), [inVain, event({ responseVersion: '101' })]))).toBe('certain alice')
  })

  it('is none where its log was lost and only a later write in vain is left', () => {
    const inVain = event({ user: 'bob', responseVersion: '101', span: [12, 12.1] })
    expect(said(attributeVersion(change(), [inVain]))).toBe('likely (no-audit-event)')
  })

  it('is not of another manager than the one that the version books', () => {
    const other = event({ user: 'bob', manager: 'kubectl-patch', responseVersion: '101' })
    expect(said(attributeVersion(change(), [other, event({ responseVersion: '101' })]))).toBe('certain alice')
  })

  it('leaves it open where two were under way at once, and names both', () => {
    const both = [
      event({ responseVersion: '101' }),
      event({ user: 'bob', responseVersion: '101', span: [10.01, 10.06] }),
    ]
    expect(said(attributeVersion(change(), both))).toBe('likely alice + bob (several-claimants)')
  })

  it('names one person once, however often they sent it', () => {
    const both = [event({ responseVersion: '101' }), event({ responseVersion: '101', span: [10.01, 10.06] })]
    expect(said(attributeVersion(change(), both))).toBe('certain alice')
  })

  it('knows who took a field away, which leaves no trace on the object (E1)', () => {
    const asked = event({ responseVersion: '101', touches: [IMAGE] })
    expect(said(attributeVersion(change(removal), [asked]))).toBe('certain alice')
  })

  it('says where the request does not name the field, since admission or the server may have followed it', () => {
    const label = event({ responseVersion: '101', touches: ['.metadata.labels.a'] })
    expect(attributeVersion(change(), [label]).evidence).toContain('without naming the field')
  })

  it('is not believed to have taken a field away that it does not name: its answer is that of a write in vain as well', () => {
    const label = event({ responseVersion: '101', touches: ['.metadata.labels.a'] })
    expect(said(attributeVersion(change(removal), [label]))).toBe('unknown (no-trace)')
    expect(said(attributeVersion(change(removal), [{ ...label, ...replaced('100') }]))).toBe('certain alice')
  })

  it('is borne out by the entry that holds the value where a second write within a second moves none', () => {
    const again = (...held: readonly FieldOwner[]): SeenChange =>
      change({ delta: { gained: [], lost: [], held }, writers: [] })
    const alice = event({ responseVersion: '101' })
    expect(said(attributeVersion(again(owner('kubectl-edit', 10), owner('x', 2)), [alice]))).toBe('certain alice')
    expect(said(attributeVersion(again(owner('kubectl-edit', 2)), [alice]))).toBe('unknown (no-trace)')
    expect(said(attributeVersion(again(owner('other', 10)), [alice]))).toBe('unknown (no-trace)')
  })

  it('is not proven where the object keeps no trace and the request is not known', () => {
    expect(said(attributeVersion(change(removal), [event({ responseVersion: '101' })]))).toBe('likely alice (unproven)')
    const put = event({ verb: 'update', responseVersion: '101', ...overwrote('100', 'object-ref') })
    expect(said(attributeVersion(change(removal), [put]))).toBe('certain alice')
  })
})

describe('an event that says what it overwrote', () => {
  it('is the writer where it is the only one: a PUT names it at Metadata already (E7)', () => {
    const put = event({ verb: 'update', ...overwrote('100', 'object-ref') })
    expect(said(attributeVersion(change(), [put, event({ user: 'bob', span: [2, 2.1] })]))).toBe('certain alice')
  })

  it('must name the object by uid, since versions of others may be the same', () => {
    const { previousVersion } = overwrote('100', 'object-ref')
    expect(said(attributeVersion(change(), [event({ verb: 'update', previousVersion })]))).toBe(
      'likely alice (time-and-path)',
    )
  })

  it('is the writer where each attempt is known and the last one changed the object, whoever else was at it (E6)', () => {
    const alice = event(replaced('100'))
    const bob = event({ user: 'bob', span: [10.02, 10.08], ...replaced('98') })
    const carol = event({ user: 'carol', ...replacedOrLater('98') })
    const dave = event({ user: 'dave' })
    expect(said(attributeVersion(change(), [alice, bob, carol, dave]))).toBe('certain alice')
    expect(said(attributeVersion(change(), [bob]))).toBe('likely (no-audit-event)')
  })

  it('is nobody where it was tried so often that it may have replaced a later one (E6)', () => {
    expect(said(attributeVersion(change(), [event(replacedOrLater('100'))]))).toBe('likely (no-audit-event)')
  })

  it('of a PUT proves nothing where the object keeps no trace: it may have been in vain', () => {
    const put = event({ verb: 'update', ...overwrote('100', 'object-ref') })
    expect(said(attributeVersion(change(removal), [put]))).toBe('likely alice (unproven)')
    expect(said(attributeVersion(change(removal), [{ ...put, changed: true }]))).toBe('certain alice')
  })

  it('is not of whoever saw this version, or a later one, before writing (R-28)', () => {
    const after = (seen: string): AuditEvent => event({ user: 'bob', ...replaced(seen) })
    expect(said(attributeVersion(change(), [after('101')]))).toBe('likely (no-audit-event)')
    expect(said(attributeVersion(change(), [after('117')]))).toBe('likely (no-audit-event)')
  })

  it('is one of several where two claim the same, or where others were at it who tell of no version', () => {
    const bob = event({ user: 'bob', verb: 'update', ...overwrote('100', 'object-ref') })
    const alice = event({ verb: 'update', ...overwrote('100', 'object-ref') })
    expect(said(attributeVersion(change(), [bob, alice]))).toBe('likely bob + alice (several-claimants)')
    expect(said(attributeVersion(change(), [bob, event()]))).toBe('likely bob + alice (several-claimants)')
    const two = [event(replaced('100')), event({ user: 'bob', ...replaced('100') })]
    expect(said(attributeVersion(change(), two))).toBe('likely alice + bob (several-claimants)')
  })

  it('is not believed when its time does not fit', () => {
    const early = event({ user: 'bob', span: [3, 3.1], ...overwrote('100', 'object-ref') })
    expect(said(attributeVersion(change(), [early]))).toBe('likely (no-audit-event)')
  })
})

describe('an admission review', () => {
  const seen = { via: 'admission-webhook', ...overwrote('100', 'admission-webhook') } as const

  it('is the writer where its content is that of the version, whoever else tried', () => {
    const alice = event({ ...seen, contentMark: 'm1' })
    const bob = event({ ...seen, user: 'bob', contentMark: 'm2' })
    expect(said(attributeVersion(change({ contentMark: 'm1' }), [bob, alice]))).toBe('certain alice')
    expect(said(attributeVersion(change({ contentMark: 'm3' }), [bob, alice]))).toBe('likely (no-audit-event)')
  })

  it('is not one that moves another entry of managedFields than the version does', () => {
    const other = event({ ...seen, user: 'bob', booked: owner('kubectl-edit', 9) })
    expect(said(attributeVersion(change(), [other]))).toBe('likely (no-audit-event)')
    const none = event({ ...seen, user: 'bob', booked: null })
    expect(said(attributeVersion(change(), [none]))).toBe('likely (no-audit-event)')
  })
})

describe('without any claim on the version', () => {
  it('time and path make it likely', () => {
    expect(said(attributeVersion(change(), [event()]))).toBe('likely alice (time-and-path)')
  })

  it('time alone makes it possible, and no more', () => {
    expect(said(attributeVersion(change(removal), [event()]))).toBe('possible alice (time-only)')
    expect(said(attributeVersion(change(removal), [event({ touches: [IMAGE] })]))).toBe('likely alice (time-and-path)')
  })

  it('who surely wrote elsewhere is not named', () => {
    const label = event({ user: 'bob', touches: ['.metadata.labels.a'] })
    expect(said(attributeVersion(change(), [label, event()]))).toBe('likely alice (time-and-path)')
    const scaled = event({ user: 'bob', touches: ['.spec.replicas'] })
    expect(said(attributeVersion(change(removal), [scaled]))).toBe('unknown (no-trace)')
  })

  it('a list reached by name counts for an element reached by its keys', () => {
    const ports = change({ path: '.spec.ports[port=80,protocol="TCP"].targetPort' })
    expect(said(attributeVersion(ports, [event({ touches: ['.spec.ports'] })]))).toBe('likely alice (time-and-path)')
  })

  it('managedFields between two versions name the client and nobody', () => {
    expect(attributeVersion(change(), [])).toEqual({
      confidence: 'likely',
      users: [],
      manager: 'kubectl-edit',
      operation: 'Update',
      notBefore: null,
      notAfter: at(10.1),
      evidence: 'managedFields between resourceVersions 100 and 101: kubectl-edit/Update 2026-11-25T10:00:10Z',
      reason: 'no-audit-event',
    })
  })

  it('of several entries the one that does not deploy stands for the change', () => {
    const gained = [owner('argocd-controller', 10, { operation: 'Apply' }), owner('kubectl-edit', 10)]
    expect(attributeVersion(change({ delta: { gained, lost: [] } }), []).manager).toBe('kubectl-edit')
  })

  it('an entry that the server folds together names nobody', () => {
    const folded = { delta: { gained: [owner('ancient-changes', 10)], lost: [] }, writers: [] }
    expect(said(attributeVersion(change(folded), []))).toBe('unknown (no-trace)')
  })

  it('a removal is of nobody', () => {
    expect(said(attributeVersion(change(removal), []))).toBe('unknown (no-trace)')
  })

  it('one look is the answer where nothing tells more', () => {
    const oneLook: Attribution = {
      confidence: 'possible',
      users: [],
      manager: 'k9s',
      notBefore: null,
      notAfter: at(10),
      evidence: 'managedFields',
      reason: 'present-owner',
    }
    const relist = { ...origin, by: 'relist' } as const
    expect(attributeVersion(change({ origin: relist, oneLook }), [])).toEqual(oneLook)
  })
})

describe('a version that was found by reading anew', () => {
  const relist = { origin: { ...origin, by: 'relist' }, notBefore: Date.parse(at(0)) } as const

  it('is never certain, since the change may be older than its last write', () => {
    const last = event({ responseVersion: '101', touches: [IMAGE] })
    expect(said(attributeVersion(change(relist), [last]))).toBe('likely alice (time-and-path)')
  })

  it('is only possibly of the one who wrote meanwhile where nothing says that they touched it', () => {
    const unknown = { ...relist, delta: undefined, writers: [] }
    expect(said(attributeVersion(change(unknown), [event({ span: [5, 5.1] })]))).toBe('possible alice (time-only)')
  })

  it('is of nobody where it is not known since when', () => {
    expect(
      said(attributeVersion(change({ ...relist, notBefore: null, delta: undefined, writers: [] }), [event()])),
    ).toBe('unknown (no-trace)')
  })

  it('is treated alike where versions were left out under overload', () => {
    const coalesced = { origin: { ...origin, coalesced: 2 }, notBefore: Date.parse(at(0)) }
    expect(said(attributeVersion(change(coalesced), [event({ responseVersion: '101' })]))).toBe(
      'likely alice (time-and-path)',
    )
  })
})

describe('an object that is gone', () => {
  const gone: SeenChange = {
    ...change({ path: '', driftKind: 'missing', delta: undefined, writers: [] }),
    origin: originOfAbsence(REF, origin.id, origin.seenAt, 'watch'),
  }

  it('was deleted by whoever deleted it by uid; by name it may have been another that had the name', () => {
    expect(said(attributeVersion(gone, [event({ verb: 'delete', uid: 'u1' })]))).toBe('certain alice')
    expect(said(attributeVersion(gone, [event({ verb: 'delete' })]))).toBe('likely alice (time-and-path)')
  })

  it('was not deleted by who deleted another of this name', () => {
    expect(said(attributeVersion(gone, [event({ verb: 'delete', uid: 'u0' })]))).toBe('unknown (no-trace)')
    expect(said(attributeVersion(gone, [event({ verb: 'delete', span: [-60, -59] })]))).toBe('unknown (no-trace)')
  })

  it('was deleted by the first who asked, even if it took a while to go', () => {
    const first = event({ verb: 'delete', uid: 'u1', span: [-300, -299] })
    const second = event({ verb: 'delete', uid: 'u1', user: 'bob' })
    expect(said(attributeVersion(gone, [second, first]))).toBe('certain alice')
  })

  it('went with its collection: likely, unless the log lists what went', () => {
    const collection = event({ verb: 'deletecollection', object: { ...event().object, name: '' } })
    expect(said(attributeVersion(gone, [collection]))).toBe('likely alice (time-and-path)')
    expect(said(attributeVersion(gone, [event({ verb: 'deletecollection', uid: 'u1' })]))).toBe('certain alice')
  })

  it('is of nobody without a log, nor where only a write is logged', () => {
    expect(said(attributeVersion(gone, []))).toBe('unknown (no-trace)')
    expect(said(attributeVersion(gone, [event({ responseVersion: '101' })]))).toBe('unknown (no-trace)')
  })

  it('found missing by a list is of nobody unless it is known since when', () => {
    const relist = { ...gone, origin: originOfAbsence(REF, origin.id, origin.seenAt, 'relist') }
    expect(said(attributeVersion(relist, [event({ verb: 'delete' })]))).toBe('unknown (no-trace)')
    expect(said(attributeVersion({ ...relist, notBefore: Date.parse(at(0)) }, [event({ verb: 'delete' })]))).toBe(
      'likely alice (time-and-path)',
    )
  })
})

describe('an object that was made', () => {
  it('was made by whoever created it, whatever the verb', () => {
    const made = change({ origin: { ...origin, previous: undefined }, path: '', driftKind: 'added', delta: undefined })
    expect(said(attributeVersion(made, [event({ verb: 'patch', created: true })]))).toBe('certain alice')
    expect(said(attributeVersion(made, [event({ verb: 'patch' })]))).toBe('likely alice (time-and-path)')
  })

  it('was not changed by whoever made it, in the same breath', () => {
    expect(said(attributeVersion(change(removal), [event({ verb: 'create', created: true })]))).toBe(
      'unknown (no-trace)',
    )
  })
})

describe('names', () => {
  it('are both where one acted as the other', () => {
    const as = event({ responseVersion: '101', impersonatedUser: 'bob' })
    const attribution = attributeVersion(change(), [as])
    expect(attribution).toMatchObject({ users: ['alice', 'bob'], impersonated: [{ user: 'alice', as: 'bob' }] })
    expect(printUsers(attribution)).toEqual(['alice (as bob)'])
  })

  it('hold the person behind a user that a cloud gives to many', () => {
    const arn = 'arn:aws:sts::111122223333:assumed-role/Admin/alice'
    const mapped = event({ responseVersion: '101', user: 'kubernetes-admin', cloudIdentity: arn })
    expect(attributeVersion(change(), [mapped]).users).toEqual([`kubernetes-admin (${arn})`])
  })

  it('of two people behind one user stay two', () => {
    const mapped = (person: string): AuditEvent =>
      event({ responseVersion: '101', user: 'kubernetes-admin', cloudIdentity: person })
    expect(attributeVersion(change(), [mapped('a'), mapped('b')]).confidence).toBe('likely')
  })

  it('come with the sub-resource, which has no time (E5)', () => {
    const gained = [owner('kubectl', undefined, { subresource: 'scale' })]
    const scaled = change({ path: '.spec.replicas', delta: { gained, lost: [] }, writers: gained })
    const object = { ...event().object, subresource: 'scale' }
    const wrote = event({ object, manager: 'kubectl', responseVersion: '101', touches: ['.spec.replicas'] })
    expect(attributeVersion(scaled, [wrote])).toMatchObject({ confidence: 'certain', subresource: 'scale' })
    expect(said(attributeVersion(scaled, [event({ responseVersion: '101', manager: 'kubectl' })]))).toBe(
      'likely (no-audit-event)',
    )
  })

  it('agree with any manager where the log does not say what was asked for (GKE)', () => {
    expect(said(attributeVersion(change(), [event({ manager: '', responseVersion: '101' })]))).toBe('certain alice')
  })
})
