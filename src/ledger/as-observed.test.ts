import { describe, expect, it } from 'vitest'
import type { Finding } from '../model/finding.ts'
import type { CheckedObservation, Observation } from '../model/observation.ts'
import { MINUTE } from '../model/instant.ts'
import type { Attribution } from '../model/scan-report.ts'
import { recordObservation } from './record-observation.ts'
import { RecordInMemory } from './stories/record-in-memory.ts'
import { manifestOf, observationOf, type Fields, type StoryObject } from './stories/story-object.ts'
import { BEGINNING, firstObject, moved, REF, settingsOf, type StoryStep } from './stories/story.ts'

const IMAGE = '.spec.image'
const GIT: Fields = { [IMAGE]: 'web:1', '.spec.replicas': 3 }
const SETTINGS = settingsOf({})

type Happening = Omit<StoryStep, 'at' | 'expect'> & {
  /** What the watch delivered is changed by hand. */
  readonly turned?: (observation: CheckedObservation) => Observation
}

/** The finding of the image after these, a minute apart; the object was in sync before. */
function imageAfter(...happenings: readonly Happening[]): Finding | undefined {
  const memory = new RecordInMemory(REF)
  let object: StoryObject = firstObject(GIT)
  let now = BEGINNING
  for (const { turned, ...step } of [{ turned: undefined }, ...happenings] as readonly Happening[]) {
    object = moved(object, { ...step, at: '0s', expect: [] }, now)
    const seen = observationOf(object, now, memory.record.agreed)
    const observation = turned === undefined ? seen : turned(seen)
    memory.apply(recordObservation(memory.record, observation, SETTINGS, now, manifestOf(object.git ?? {})))
    expect(memory.broken(now)).toEqual([])
    now += MINUTE
  }
  return memory.record.findings.find(({ drift }) => drift.path === IMAGE)
}

const live = (image: string | undefined): Fields =>
  image === undefined ? { '.spec.replicas': 3 } : { ...GIT, [IMAGE]: image }
const withoutTrace = (seen: CheckedObservation): CheckedObservation => ({
  ...seen,
  writers: [],
  differences: seen.differences.map(({ delta, ...rest }) => (delta === undefined ? rest : { ...rest })),
})
const unreachable = ({ ref, at, sources }: CheckedObservation): Observation => ({
  state: 'unknown',
  ref,
  at,
  sources,
  reason: 'unreachable',
})

describe('R-29 the version that first had the value, by which names are told', () => {
  const versions = (...happenings: readonly Happening[]): readonly string[] => {
    const written = imageAfter(...happenings)?.writtenBy
    return written == null ? [] : [written.previous?.resourceVersion ?? '–', written.version.resourceVersion]
  }

  it('is known where managedFields moved at the path in it', () => {
    expect(versions({ live: live('web:2'), by: 'kubectl-edit' })).toEqual(['1', '2'])
    expect(versions({ live: live(undefined), by: '' })).toEqual(['1', '2'])
  })

  it('is known without a trace where both sides were equal at the look before, and only the cluster moved', () => {
    expect(versions({ live: live('web:2'), by: '', turned: withoutTrace })).toEqual(['1', '2'])
  })

  it('is the first one of an object that was seen to be made anew', () => {
    const gone = { live: null, by: '' }
    const added = (seen: CheckedObservation): CheckedObservation => {
      return { ...seen, version: seen.version && { ...seen.version, previous: undefined } }
    }
    const made = { live: live('web:2'), by: 'kubectl-create', uid: 'u2' }
    expect(versions(gone, { ...made, turned: added })).toEqual(['–', '3'])
    expect(versions(gone, { live: live('web:2'), uid: 'u2', turned: added })).toEqual([])
  })

  it('is another for a second value, and the same while the value stays', () => {
    const first = { live: live('web:2'), by: 'kubectl-edit' }
    expect(versions(first, { live: live('web:3'), by: '', turned: withoutTrace })).toEqual(['2', '3'])
    expect(versions(first, { live: { ...live('web:2'), '.spec.replicas': 9 }, by: 'kubectl-scale' })).toEqual([
      '1',
      '2',
    ])
  })

  it.each<[string, readonly Happening[]]>([
    ['it was found by reading anew', [{ live: live('web:2') }]],
    [
      'versions before it were left out',
      [
        {
          live: live('web:2'),
          by: 'kubectl-edit',
          turned: (seen) => ({ ...seen, version: seen.version && { ...seen.version, coalesced: 1 } }),
        },
      ],
    ],
    ['it was Git that moved', [{ live: live('web:1'), by: 'argocd' }, { git: { ...GIT, [IMAGE]: 'web:2' } }]],
    ['the look before saw nothing', [{ turned: unreachable }, { live: live('web:2'), by: '', turned: withoutTrace }]],
    [
      'the value moved in the dark',
      [{ live: live('web:2') }, { turned: unreachable }, { live: live('web:3'), by: '', turned: withoutTrace }],
    ],
    ['the schema is another', [{ live: live('web:2'), by: '', schema: 's2', turned: withoutTrace }]],
  ])('is unknown where %s', (_, happenings) => {
    expect(imageAfter(...happenings)).toBeDefined()
    expect(versions(...happenings)).toEqual([])
  })
})

describe('who made a change, once found out,', () => {
  const certain: Attribution = {
    confidence: 'certain',
    users: ['alice'],
    manager: 'kubectl-edit',
    notBefore: null,
    notAfter: '2026-03-01T00:01:00.000Z',
    evidence: 'audit event 1',
    reason: '',
  }
  const byAlice = (seen: CheckedObservation): CheckedObservation => ({
    ...seen,
    differences: seen.differences.map((one) => ({
      ...one,
      drift: { ...one.drift, attribution: certain, actorClass: 'person' },
    })),
  })
  const first: Happening = { live: live('web:2'), by: 'my-operator', turned: byAlice }

  it('is kept while the value stays', () => {
    const again = imageAfter(first, { live: { ...live('web:2'), '.spec.replicas': 9 }, by: 'kubectl-scale' })
    expect(again?.drift.attribution.users).toEqual(['alice'])
    expect(again?.drift.actorClass).toBe('person')
  })

  it('goes with the finding to the cause that it has when Git moves', () => {
    const { [IMAGE]: _, ...without } = GIT
    const moved = imageAfter(first, { git: without })
    expect([moved?.drift.kind, moved?.drift.actorClass]).toEqual(['added', 'person'])
  })

  it('says nothing of the next value, nor of the same one that came back', () => {
    expect(imageAfter(first, { live: live('web:3'), by: 'my-operator' })?.drift.attribution.users).toEqual([])
    const back = imageAfter(first, { live: GIT, by: 'argocd' }, { live: live('web:2'), by: 'my-operator' })
    expect(back?.period.flips).toBe(1)
    expect(back?.drift.attribution.users).toEqual([])
  })
})
