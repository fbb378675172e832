import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ageOf, type Finding } from '../../model/finding.ts'
import { DAY, HOUR, MINUTE } from '../../model/instant.ts'
import type { Observation } from '../../model/observation.ts'
import { isLasting } from '../look.ts'
import type { AgreedBase } from '../ports.ts'
import { recordObservation } from '../record-observation.ts'
import { openDue, settleDue } from '../timers.ts'
import { RecordInMemory } from './record-in-memory.ts'
import { BEGINNING, firstObject, moved, REF, settingsOf, type StoryStep } from './story.ts'
import { manifestOf, observationOf, type Fields } from './story-object.ts'

const A = '.spec.a'
const B = '.spec.b'
const BELOW = '.spec.b.c'
const MANAGERS = [undefined, '', 'argocd', 'kubectl-edit', 'my-operator'] as const

const value = fc.constantFrom(1, 2, 3)
/** Of a path and one below it only one at a time, as in real objects. */
const fields: fc.Arbitrary<Fields> = fc
  .record({ [A]: value, [B]: value, [BELOW]: value }, { requiredKeys: [] })
  .map((all): Fields => {
    const { [BELOW]: below, ...rest } = all as Record<string, number>
    return rest[B] === undefined && below !== undefined ? { ...rest, [BELOW]: below } : rest
  })

/** One thing that happens, after a jump of the clock in any direction. */
const happening = fc.record({
  jump: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 20 * MINUTE }) },
    { weight: 1, arbitrary: fc.integer({ min: -2 * DAY, max: 2 * DAY }) },
    { weight: 1, arbitrary: fc.constantFrom(-HOUR, 0, 45 * DAY) },
  ),
  /** How old the observation is when it is recorded; negative = from a clock that was ahead. */
  late: fc.constantFrom(0, 0, 0, 1_000, -HOUR),
  step: fc.oneof(
    { weight: 4, arbitrary: fc.record({ live: fields, by: fc.constantFrom(...MANAGERS) }) },
    { weight: 2, arbitrary: fc.record({ git: fields }) },
    { weight: 1, arbitrary: fc.constant({ live: null }) },
    { weight: 1, arbitrary: fc.record({ live: fields, uid: fc.constantFrom('u2', 'u3') }) },
    { weight: 1, arbitrary: fc.record({ explained: fc.constantFrom({}, { [A]: 'rule' }, { [B]: 'rule' }) }) },
    { weight: 1, arbitrary: fc.record({ undecided: fc.constantFrom({}, { [A]: 'needs-oracle' }, { [BELOW]: 'x' }) }) },
    { weight: 1, arbitrary: fc.record({ schema: fc.constantFrom('s1', 's2') }) },
    { weight: 2, arbitrary: fc.constant({ unknown: 'unreachable' }) },
    { weight: 1, arbitrary: fc.constantFrom({ unclaimed: 'source-removed' }, { unclaimed: 'removed-in-git' }) },
    { weight: 2, arbitrary: fc.constant({ waits: true }) },
  ) as fc.Arbitrary<Omit<StoryStep, 'at' | 'expect'>>,
})
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never
const happenings = fc.array(happening, { minLength: 1, maxLength: 40 })

interface Happened {
  readonly before: readonly Finding[]
  readonly agreedBefore: AgreedBase | null
  readonly memory: RecordInMemory
  /** Undefined where only time passed. */
  readonly observation: Observation | undefined
  readonly now: number
}

/** Lets everything happen and calls `check` around each step. */
function live(all: readonly Happening[], check: (one: Happened) => void): void {
  const settings = settingsOf({ graceMs: 10 * MINUTE })
  const memory = new RecordInMemory(REF)
  let object = firstObject({ [A]: 1, [B]: 1 })
  let now = BEGINNING
  for (const { jump, late, step } of all) {
    now += jump
    object = moved(object, { ...step, at: '0s', expect: [] }, now)
    const { findings: before, agreed: agreedBefore } = memory.record
    const observation = step.waits === true ? undefined : observed(step, object, now - late, memory)
    if (observation === undefined) {
      for (const { id } of before) {
        for (const due of [settleDue, openDue]) {
          const finding = memory.record.findings.find((one) => one.id === id)
          if (finding !== undefined) memory.apply(due(finding, now, settings))
        }
      }
    } else {
      const desired = object.git === null ? undefined : manifestOf(object.git)
      memory.apply(recordObservation(memory.record, observation, settings, now, desired))
      // Idempotent: the same once more writes nothing.
      expect(recordObservation(memory.record, observation, settings, now, desired)).toBeUndefined()
    }
    check({ before, agreedBefore, memory, observation, now })
  }
}

function observed(
  step: Omit<StoryStep, 'at' | 'expect'>,
  object: Parameters<typeof observationOf>[0],
  at: number,
  memory: RecordInMemory,
): Observation {
  const common = { ref: REF, at, sources: ['shop'] }
  if (step.unknown !== undefined) return { ...common, state: 'unknown', reason: step.unknown }
  if (step.unclaimed !== undefined) return { ...common, state: 'unclaimed', because: step.unclaimed }
  return observationOf(object, at, memory.record.agreed)
}

/** What holds after each step; the keys say it in words. */
const ALWAYS: Readonly<Record<string, (one: Happened) => void>> = {
  'periods never overlap, none ends before it begins, and at most one is open': ({ memory, now }) => {
    expect(memory.broken(now)).toEqual([])
  },
  'no age is negative, and none is reset while the difference lasts': ({ before, memory, now }) => {
    for (const finding of memory.record.findings) {
      expect(ageOf(finding, now)).toBeGreaterThanOrEqual(0)
      const was = before.find(({ id }) => id === finding.id)
      if (was === undefined || !goesOn(was, finding)) continue
      expect(finding.onset.notAfter).toBeLessThanOrEqual(was.onset.notAfter)
    }
  },
  'a finding has one record, and what is there has one that lasts': ({ memory, observation }) => {
    const { findings } = memory.record
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length)
    if (observation?.state !== 'checked') return
    const there = observation.differences.map(({ drift }) => drift.id)
    const lasting = findings.filter((one) => isLasting(one) && one.agreedSince === null && one.frozen === null)
    expect(lasting.map(({ id }) => id).sort()).toEqual([...there].sort())
  },
  'R-7 unknown changes nothing but what is frozen': ({ before, memory, observation }) => {
    if (observation?.state !== 'unknown') return
    expect(thawed(memory.record.findings)).toEqual(thawed(before))
    expect(memory.record.findings.filter((one) => isLasting(one) && one.frozen === null)).toEqual([])
  },
  'R-4 nothing is agreed where the object was not seen': ({ agreedBefore, memory, observation }) => {
    if (observation?.state === 'checked' && observation.version !== undefined) return
    expect(memory.record.agreed).toBe(agreedBefore)
  },
  'what was undone lived for a while, and is kept once': ({ memory }) => {
    expect(memory.fixes.filter(({ livedMs }) => livedMs < 0)).toEqual([])
    expect(memory.record.undone.reduce((sum, { times }) => sum + times, 0)).toBe(memory.fixes.length)
  },
}

/** The same difference before and after: it lasted, was not seen to agree for long, and is not another one by now. */
function goesOn(was: Finding, finding: Finding): boolean {
  if (!isLasting(was) || !isLasting(finding)) return false
  const turned = (was.drift.kind === 'missing') !== (finding.drift.kind === 'missing')
  return !turned && (was.agreedSince === null || was.regressions === finding.regressions)
}

function thawed(findings: readonly Finding[]): readonly Finding[] {
  return findings.map((finding) => ({ ...finding, frozen: null }))
}

it(`F-14 however the clock jumps: ${Object.keys(ALWAYS).join('; ')}`, () => {
  fc.assert(
    fc.property(happenings, (all) => {
      live(all, (one) => {
        for (const holds of Object.values(ALWAYS)) holds(one)
      })
    }),
    { numRuns: 200 },
  )
}, 60_000)
