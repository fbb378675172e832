import { expect, it } from 'vitest'
import type { Cause } from '../../model/overwritten-fix.ts'
import { causeOf } from '../cause.ts'
import { recordObservation } from '../record-observation.ts'
import { manifestOf, observationOf } from './story-object.ts'
import { BEGINNING, firstObject, moved, REF, settingsOf } from './story.ts'

const LABEL = '.metadata.labels["istio.io/rev"]'

/** What is recorded of one of many objects whose label somebody moved. */
function causesOf(name: string, live: string, by: string): readonly Cause[] {
  const ref = { ...REF, name }
  const first = { ...firstObject({ [LABEL]: '1-22' }), ref }
  const object = moved(first, { at: '0s', live: { [LABEL]: live }, by, expect: [] }, BEGINNING)
  const record = { ref, object: null, agreed: null, findings: [], fights: [], undone: [] }
  const desired = manifestOf({ [LABEL]: '1-22' })
  return (
    recordObservation(record, observationOf(object, BEGINNING, null), settingsOf({}), BEGINNING, desired)?.causes ?? []
  )
}

it('an upgrade that moves 500 objects at once is one cause', () => {
  const causes = Array.from({ length: 500 }, (_, i) => causesOf(`web-${i}`, '1-23', 'istio-operator')).flat()
  expect(causes).toHaveLength(500)
  expect(new Set(causes.map(({ id }) => id)).size).toBe(1)
  expect(causes[0]).toEqual({
    id: causes[0]?.id,
    kind: 'Deployment',
    group: 'apps',
    path: LABEL,
    driftKind: 'modified',
    actorClass: 'unknown',
    live: '1-23',
  })
})

it('another value, and another class of writer, are other causes', () => {
  const id = (live: string, by: string): string | undefined => causesOf('web', live, by)[0]?.id
  const all = [id('1-23', 'istio-operator'), id('1-24', 'istio-operator'), id('1-23', 'kubectl-edit')]
  expect(new Set(all).size).toBe(3)
})

it('of secrets, and of whole objects, a cause tells no value', () => {
  const object = moved(
    firstObject({ [LABEL]: 'a' }),
    { at: '0s', live: { [LABEL]: 'b' }, by: 'kubectl-edit', expect: [] },
    BEGINNING,
  )
  const [observed] = observationOf(object, BEGINNING, null).differences
  if (observed === undefined) throw new TypeError('the object does not differ')
  const { live: _, desired: __, ...masked } = observed.drift
  expect(causeOf({ ...observed, drift: { ...masked, sensitive: true } })).not.toHaveProperty('live')
  const [missing] = observationOf({ ...object, live: null }, BEGINNING, null).differences
  expect(missing && causeOf(missing)).not.toHaveProperty('live')
})

it('a change of Git that is on its way to many objects is one cause by what Git says, wherever they stand', () => {
  const observed = (live: string): ReturnType<typeof causeOf> => {
    const object = { ...firstObject({ [LABEL]: '1-23' }), live: { [LABEL]: live } }
    const [one] = observationOf(object, BEGINNING, null).differences
    if (one === undefined) throw new TypeError('the object does not differ')
    return causeOf({ ...one, standing: 'pending' })
  }
  expect(observed('1-21')).toEqual(observed('1-22'))
  expect(observed('1-21').live).toBe('1-23')
})
