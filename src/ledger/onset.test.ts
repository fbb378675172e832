import { describe, expect, it } from 'vitest'
import { HOUR, type Instant, MINUTE, printInstant } from '../model/instant.ts'
import type { ObservedDifference } from '../model/observation.ts'
import type { Attribution } from '../model/scan-report.ts'
import { lookOf } from './look.ts'
import { objectStateAfter } from './object-state.ts'
import { areRelated, onsetOf } from './onset.ts'
import type { ObjectRecord } from './ports.ts'
import { recordObservation } from './record-observation.ts'
import { observationOf } from './stories/story-object.ts'
import { BEGINNING, firstObject, REF, settingsOf } from './stories/story.ts'

const NOW = BEGINNING + 5 * HOUR
const EMPTY: ObjectRecord = { ref: REF, object: null, agreed: null, findings: [], fights: [], undone: [] }
const OBJECT = { ...firstObject({ '.spec.replicas': 3 }), live: { '.spec.replicas': 5 } }

describe('R-31 the latest at which a difference began', () => {
  const seen = observationOf(OBJECT, NOW, null)
  const [difference] = seen.differences
  if (difference === undefined) throw new TypeError('the object does not differ')
  const owner: Attribution = {
    confidence: 'possible',
    users: [],
    manager: 'my-operator',
    operation: 'Update',
    notBefore: null,
    notAfter: printInstant(BEGINNING + HOUR),
    evidence: 'managedFields',
    reason: 'present-owner',
  }
  const notAfter = (attribution: Partial<Attribution>, rest: Partial<ObservedDifference['drift']> = {}): string => {
    const drift = { ...difference.drift, ...rest, attribution: { ...owner, ...attribution } }
    const onset = onsetOf({ ...difference, drift }, undefined, lookOf(EMPTY, seen, settingsOf({}), NOW, undefined))
    expect(onset.notBefore).toBeNull()
    return onset.notAfter === NOW ? 'first sight' : printInstant(onset.notAfter)
  }

  it('is the time of the entry that owns the leaf now, and the skew of the clocks', () => {
    expect(notAfter({})).toBe(printInstant(BEGINNING + HOUR + MINUTE))
  })

  it.each<[string, Partial<Attribution>, Partial<ObservedDifference['drift']>]>([
    ['a deployer owns it', {}, { actorClass: 'deployer' }],
    ['admission changed it', {}, { actorClass: 'admission' }],
    ['it was scaled', { subresource: 'scale' }, {}],
    ['the entry has no time', { reason: 'present-owner-without-time' }, {}],
    ['the claim comes from elsewhere', { evidence: 'audit event 1' }, {}],
    ['the claim is from the future', { notAfter: printInstant(NOW + HOUR) }, {}],
    ['the claim is within what the clocks may be apart', { notAfter: printInstant(NOW - 30_000) }, {}],
    ['the time is none', { notAfter: 'yesterday' }, {}],
  ])('is our first sight where %s', (_, attribution, drift) => {
    expect(notAfter(attribution, drift)).toBe('first sight')
  })
})

describe('R-31 the earliest at which a difference began, after an agreement that was asked for', () => {
  const asked = NOW - HOUR
  const agreeing = { ...OBJECT, live: OBJECT.git ?? {} }
  const answer = { ...observationOf(agreeing, NOW, null), asOf: asked }
  const began = (record: ObjectRecord): Instant | null => {
    const seen = observationOf(OBJECT, NOW + HOUR, null)
    const [difference] = seen.differences
    if (difference === undefined) throw new TypeError('the object does not differ')
    const look = lookOf(record, seen, settingsOf({}), NOW + HOUR, undefined)
    return onsetOf(difference, record.findings[0], look).notBefore
  }

  it('is when it was asked for, as the answer tells of no later time', () => {
    expect(began({ ...EMPTY, object: objectStateAfter(EMPTY, answer) })).toBe(asked)
  })

  it('is when the difference was last seen, where that was while the answer was on its way', () => {
    const first = recordObservation(EMPTY, observationOf(OBJECT, asked + MINUTE, null), settingsOf({}), NOW)
    const known = { ...EMPTY, object: first?.object ?? null, findings: first?.findings ?? [] }
    const agreed = recordObservation(known, answer, settingsOf({}), NOW)
    expect(agreed?.findings.map(({ agreedSince }) => agreedSince)).toEqual([asked + MINUTE])
  })
})

it('F-14 an observation from a clock that was ahead counts as of now', () => {
  const seen = observationOf(OBJECT, NOW + HOUR, null)
  expect(lookOf(EMPTY, seen, settingsOf({}), NOW, undefined).at).toBe(NOW)
  expect(lookOf(EMPTY, seen, settingsOf({}), NOW + 2 * HOUR, undefined).at).toBe(NOW + HOUR)
})

describe('paths that touch each other', () => {
  it.each([
    ['.spec', '.spec.replicas', true],
    ['.spec.replicas', '.spec', true],
    ['.spec.a', '.spec.ab', false],
    ['', '.spec', true],
    ['.spec.containers[name="a"]', '.spec.containers[name="ab"].image', false],
    ['no path', '.spec', false],
    ['no path', 'no path', true],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(areRelated(a, b)).toBe(expected)
  })
})
