import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Finding } from '../../model/finding.ts'
import { DAY, HOUR } from '../../model/instant.ts'
import { SEVERITIES, type Severity } from '../../model/severity.ts'
import type { Aspects } from '../rules/aspects.ts'
import { decide } from './decide.ts'
import type { DecideContext } from './decide-context.ts'
import { DECISION_REASONS } from './decision-reasons.ts'
import { BEGAN, exampleAspects, exampleContext, exampleDrift, exampleFinding } from './finding-example.ts'

const STEPS = ['notify', 'revert', 'pull-request', 'ticket', 'escalate'] as const
const age = fc.integer({ min: 0, max: 60 * DAY })
const at = age.map((after) => BEGAN + after)
const steps = fc.subarray([...STEPS])

/** Mostly what holds nothing back, so that effects are reached at all. */
function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 15, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) })
}

const handling: fc.Arbitrary<Finding['handling']> = fc.oneof(
  { weight: 15, arbitrary: fc.constant({ kind: 'none' } as const) },
  at.map((when) => ({ kind: 'acknowledged', by: 'p1', at: when }) as const),
  fc.record({ until: at, valueMark: fc.constantFrom('plain:aa', 'plain:cc', null) }).map(
    ({ until, valueMark }) =>
      ({
        kind: 'accepted',
        by: 'p1',
        at: BEGAN,
        reason: 'r',
        until,
        pinned: { valueMark, actorClass: 'controller', severity: 'medium' },
      }) as const,
  ),
)

const finding: fc.Arbitrary<Finding> = fc
  .record({
    standing: mostly<Finding['standing']>('drift', 'pending', 'drift-and-pending', 'explained'),
    state: mostly<Finding['state']>('open', 'settling', 'resolved'),
    handling,
    baseline: mostly(false, true),
    frozen: mostly<Finding['frozen']>(null, { reason: 'unreachable', since: BEGAN }),
    agreedSince: mostly<number | null>(null, BEGAN + HOUR),
    explainedBy: fc.constantFrom(null, 'rule'),
    drift: fc
      .record({
        kind: fc.constantFrom('modified', 'added', 'removed', 'missing', 'ineffective', 'contested'),
        path: mostly('.spec.paused', '', '.spec.replicas', '.data["a"]', 'no path'),
        actorClass: fc.constantFrom('person', 'deployer', 'controller', 'admission', 'unknown'),
        sensitive: mostly(false, true),
        base: mostly<{ evidence: 'agreed' | 'unknown' }>({ evidence: 'agreed' }, { evidence: 'unknown' }),
      } as const)
      .map((changes) => exampleDrift(changes as Partial<Finding['drift']>)),
  } as const)
  .map((changes) => exampleFinding(changes))

const aspects: fc.Arbitrary<Aspects> = fc
  .record({
    severity: mostly<Severity>('medium', ...SEVERITIES),
    expected: mostly<boolean | undefined>(undefined, true, false),
    lapsed: fc.option(
      at.map((when) => ({ rule: 'r', at: when })),
      { nil: undefined },
    ),
    times: fc.record(
      { notifyAfterMs: age, revertAfterMs: age, pullRequestAfterMs: age, ticketAfterMs: age, escalateAfterMs: age },
      { requiredKeys: [] },
    ),
    mayRevertPeople: fc.boolean(),
  })
  .map(({ severity, times, mayRevertPeople, ...others }) =>
    exampleAspects(severity, { ...others, response: { ...times, mayRevertPeople } }),
  )

const context: fc.Arbitrary<DecideContext> = fc
  .record({
    enabled: fc.oneof(fc.constant(STEPS), steps),
    done: fc.oneof(fc.constant(['notify'] as const), steps),
    contested: mostly(false, true),
    confirmedAt: fc.option(at),
    baselineSpeaks: fc.boolean(),
    dailyCaps: fc.constantFrom({}, { revert: 1, notify: 1 }),
    takenToday: fc.constantFrom({}, { revert: 1, notify: 2 }),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia'),
    incidents: fc.array(
      fc.record({
        name: fc.constant('INC'),
        from: at,
        until: at,
        scope: fc.constantFrom({}, { namespaces: ['shop'] }, { clusters: ['us'] }),
      }),
      { maxLength: 3 },
    ),
    calendar: mostly<DecideContext['calendar']>(
      undefined,
      {
        name: 'c',
        timeZone: 'Europe/Berlin',
        working: [{ days: [1, 2], from: 150, to: 151 }],
        holidays: ['2026-11-09'],
      },
      { name: 'night', timeZone: 'America/New_York', working: [{ days: [5], from: 1320, to: 360 }], holidays: [] },
      { name: 'never', timeZone: 'UTC', working: [{ days: [], from: 0, to: 1440 }], holidays: [] },
    ),
    cause: fc.oneof(
      { weight: 15, arbitrary: fc.constant({ objects: 1, leaves: 1, causesOfObject: 1, shareOfSource: 0.01 }) },
      fc.record({
        objects: fc.integer({ min: 1, max: 20 }),
        leaves: fc.integer({ min: 1, max: 20 }),
        causesOfObject: fc.integer({ min: 1, max: 3 }),
        shareOfSource: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
    ),
  })
  .map((changes) => exampleContext(changes))

const question = fc.tuple(finding, aspects, context, at)

it('decide never throws, gives every reason that is told of, and only what is on and was not done is due', () => {
  const reasons = new Set<string>()
  fc.assert(
    fc.property(question, ([finding, aspects, context, now]) => {
      const { due, text, reason } = decide(finding, aspects, context, now)
      reasons.add(reason)
      expect(text).not.toBe('')
      if (due === null) return
      expect(context.enabled).toContain(due)
      expect(context.done).not.toContain(due)
    }),
    { numRuns: 6_000 },
  )
  expect([...reasons].sort()).toEqual(Object.keys(DECISION_REASONS).sort())
})

it('a revert is never armed for what is contested, pending, unknown, sensitive, or not small', () => {
  let armed = 0
  fc.assert(
    fc.property(question, ([finding, aspects, context, now]) => {
      const { due } = decide(finding, aspects, context, now)
      if (due !== 'revert') return
      armed++
      const { drift, standing, frozen, state, agreedSince } = finding
      expect([context.contested, drift.kind === 'contested', drift.sensitive]).toEqual([false, false, false])
      expect(['drift', 'explained']).toContain(standing)
      expect([frozen, agreedSince, state]).toEqual([null, null, 'open'])
      expect(drift.base.evidence).not.toBe('unknown')
      expect(drift.path).not.toBe('.spec.replicas')
      expect(['low', 'medium']).toContain(aspects.severity)
      expect(context.cause).toMatchObject({ objects: 1, causesOfObject: 1 })
      expect(context.cause.leaves).toBeLessThanOrEqual(3)
      expect(context.confirmedAt !== null || aspects.lapsed === undefined).toBe(true)
    }),
    { numRuns: 10_000 },
  )
  // Otherwise nothing was proven.
  expect(armed).toBeGreaterThan(30)
})

it('what is promised comes: at the time of the next step it is due, or the next promise is later', () => {
  fc.assert(
    fc.property(question, ([finding, aspects, context, now]) => {
      const { next } = decide(finding, aspects, context, now)
      if (next === null || next.step === 'open') return
      expect(next.at).toBeGreaterThanOrEqual(now)
      const sameDay = { ...context, takenToday: next.at > now + DAY ? {} : context.takenToday }
      const then = decide(finding, aspects, sameDay, next.at)
      expect(then.due !== null || then.next === null || then.next.at >= next.at).toBe(true)
    }),
    { numRuns: 2_000, interruptAfterTimeLimit: 10 * 1000 },
  )
})

it('rests: it changes when a time comes, and not with every look', () => {
  fc.assert(
    fc.property(question, ([finding, aspects, context, now]) => {
      const looks = [0, 1, 2, 3].map((later) => JSON.stringify(decide(finding, aspects, context, now + later)))
      expect(new Set(looks).size).toBeLessThanOrEqual(2)
    }),
    { numRuns: 2_000, interruptAfterTimeLimit: 10 * 1000 },
  )
})
