import { expect, it } from 'vitest'
import type { Finding } from '../../model/finding.ts'
import type { ObjectRecord } from '../ports.ts'
import { type KnownAuthor, withAuthor } from './better-known.ts'
import { NOBODY, NOW } from './sample-attribution.ts'

const VERSION = { uid: 'u1', resourceVersion: '8' }
const BOB = { attribution: { ...NOBODY, confidence: 'certain', users: ['bob'] }, actorClass: 'person' } as KnownAuthor

function finding(rest: object): Finding {
  const drift = { kind: 'modified', attribution: NOBODY, actorClass: 'unknown' }
  const written = {
    writtenBy: { version: VERSION, previous: null },
    valueMark: 'a',
    standing: 'drift',
    agreedSince: null,
  }
  return { id: 'f1', drift, ...written, ...rest } as unknown as Finding
}

/** Who the finding says made it, once bob is known to have made this version. */
function authorAfter(known: Finding, valueMark: string | null = 'a'): readonly string[] | undefined {
  const record: ObjectRecord = {
    ref: { cluster: 'test', group: '', kind: 'ConfigMap', namespace: 'shop', name: 'settings' },
    object: null,
    agreed: null,
    findings: [known],
    fights: [],
    undone: [],
  }
  const change = withAuthor({ findingId: 'f1', version: VERSION, valueMark }, BOB, { record, fixes: [], now: NOW })
  return change?.findings[0]?.drift.attribution.users
}

it('names the author of the value that the finding still has', () => {
  expect(authorAfter(finding({}))).toEqual(['bob'])
})

it('names nobody for a value that somebody else wrote since', () => {
  const since = { version: { uid: 'u1', resourceVersion: '9' }, previous: null }
  const recreated = { version: { uid: 'u2', resourceVersion: '8' }, previous: null }
  expect([since, recreated].map((writtenBy) => authorAfter(finding({ writtenBy })))).toEqual([undefined, undefined])
})

it('goes by the value where no version tells, and by nothing once the difference is over', () => {
  const told = [
    finding({ writtenBy: null }),
    finding({ writtenBy: null, valueMark: 'b' }),
    finding({ writtenBy: null, standing: 'pending' }),
    finding({ writtenBy: null, agreedSince: NOW }),
  ]
  expect(told.map((known) => authorAfter(known))).toEqual([['bob'], undefined, undefined, undefined])
})

it('says nothing twice', () => {
  expect(authorAfter(finding({ drift: { kind: 'modified', ...BOB } }))).toBeUndefined()
})
