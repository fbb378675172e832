import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { replacedBy } from './previous-version.ts'

const NAME = 'attribution.driftage.dev/driftage-previous'

/** An event with what the policy notes of each attempt, in their order: a key that is set stays as it is. */
function eventOf(seen: readonly string[], over: JsonObject = {}): JsonObject {
  const annotations: Record<string, string> = {}
  for (const one of seen) {
    const version = Number(one.split('/')[1])
    for (const key of [NAME, `${NAME}-8-${version % 8}`, `${NAME}-11-${version % 11}`]) annotations[key] ??= one
  }
  return { verb: 'patch', annotations, ...over }
}

const over = (resourceVersion: string, isExact = true) => ({ resourceVersion, from: 'admission-policy', isExact })

describe('what a write replaced, by the notes of the admission policy (R-30)', () => {
  it('is what its last attempt saw, and that it changed the object', () => {
    expect(replacedBy(eventOf(['u1/100']))).toEqual({ uid: 'u1', previousVersion: over('100'), changed: true })
    expect(replacedBy(eventOf(['u1/99', 'u1/101', 'u1/107']))).toMatchObject({ previousVersion: over('107') })
    expect(replacedBy(eventOf(['u1/9', 'u1/10']))).toMatchObject({ previousVersion: over('10') })
  })

  it('is nothing where the last attempt found nothing to change', () => {
    expect(replacedBy(eventOf(['u1/100/same'])).inVain).toBe(true)
    expect(replacedBy(eventOf(['u1/100', 'u1/101/same'])).inVain).toBe(true)
    expect(replacedBy(eventOf(['u1/100/same', 'u1/101']))).toMatchObject({
      changed: true,
      previousVersion: over('101'),
    })
  })

  it('is not known where so many attempts were made that one may be missing', () => {
    const five = ['u1/100', 'u1/101', 'u1/102', 'u1/103', 'u1/104']
    expect(replacedBy(eventOf(five)).previousVersion).toEqual(over('104'))
    const six = replacedBy(eventOf([...five, 'u1/105/same']))
    expect(six).toEqual({ uid: 'u1', previousVersion: over('105', false) })
  })

  it('is not known where only the first attempt is told, as where versions are no numbers', () => {
    const event = { verb: 'patch', annotations: { [NAME]: 'u1/abc/same' } }
    expect(replacedBy(event)).toEqual({ uid: 'u1' })
  })

  it('is what a PUT is held to; its attempt at that version says whether it changed anything', () => {
    const put = { verb: 'update', objectRef: { resourceVersion: '100' } }
    const previousVersion = { resourceVersion: '100', from: 'object-ref', isExact: true }
    expect(replacedBy(put)).toEqual({ previousVersion })
    expect(replacedBy(eventOf(['u1/100'], put))).toEqual({ uid: 'u1', previousVersion, changed: true })
    expect(replacedBy(eventOf(['u1/100/same'], put)).inVain).toBe(true)
  })

  it('is nothing of a creation or of a whole collection', () => {
    expect(replacedBy(eventOf(['u1/100'], { verb: 'create' }))).toEqual({ uid: 'u1' })
    expect(replacedBy(eventOf(['u1/100'], { verb: 'deletecollection' }))).toEqual({})
    expect(replacedBy({ verb: 'patch' })).toEqual({})
  })
})
