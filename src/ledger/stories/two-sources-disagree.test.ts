import { expect, it } from 'vitest'
import type { Observation, ObservedDifference } from '../../model/observation.ts'
import { HOUR, MINUTE } from '../../model/instant.ts'
import { recordObservation } from '../record-observation.ts'
import { settleDue } from '../timers.ts'
import { RecordInMemory } from './record-in-memory.ts'
import { manifestOf, observationOf } from './story-object.ts'
import { BEGINNING, firstObject, REF, settingsOf } from './story.ts'
import { shown } from './told.ts'

const REPLICAS = '.spec.replicas'
const SETTINGS = settingsOf({})
const object = { ...firstObject({ [REPLICAS]: 3 }), live: { [REPLICAS]: 5 } }

/** As the loop tells it: one contested finding, and the leaf undecided. */
function contested(at: number): Observation {
  const seen = observationOf(object, at, null)
  const differences = seen.differences.map(
    (one): ObservedDifference => ({ ...one, drift: { ...one.drift, kind: 'contested' } }),
  )
  return {
    ...seen,
    sources: ['base', 'shop'],
    differences,
    undecided: [{ path: REPLICAS, reason: 'contested-source' }],
  }
}

it('R-11 two sources that disagree are one finding, which ends with the change of Git that settles it', () => {
  const memory = new RecordInMemory(REF)
  memory.apply(recordObservation(memory.record, contested(BEGINNING), SETTINGS, BEGINNING))
  expect(shown(memory, BEGINNING)).toEqual(['drifted (contested-source)', '.spec.replicas open 3→5 for 0s'])
  expect(memory.record.findings[0]?.sources).toEqual(['base', 'shop'])

  const settled = { ...object, git: { [REPLICAS]: 4 }, live: { [REPLICAS]: 4 }, revision: 'c2', version: 2 }
  const desired = manifestOf(settled.git)
  const later = BEGINNING + HOUR
  memory.apply(recordObservation(memory.record, observationOf(settled, later, null), SETTINGS, later, desired))
  const [finding] = memory.record.findings
  const end = later + 10 * MINUTE
  memory.apply(finding && settleDue(finding, end, SETTINGS))
  expect(shown(memory, end)).toEqual(['.spec.replicas resolved git-changed after 1h'])
  expect(memory.fixes).toEqual([])
})
