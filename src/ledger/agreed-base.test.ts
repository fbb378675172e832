import { describe, expect, it } from 'vitest'
import type { CheckedObservation, ObservedDifference } from '../model/observation.ts'
import { agreedAfter } from './agreed-base.ts'
import type { AgreedBase } from './ports.ts'
import { observationOf } from './stories/story-object.ts'
import { BEGINNING, firstObject } from './stories/story.ts'

const DESIRED = {
  spec: { replicas: 3, containers: [{ name: 'web', image: 'web:2', env: [{ name: 'A', value: 'new' }] }] },
}
const AGREED: AgreedBase = {
  manifest: {
    spec: { replicas: 2, containers: [{ name: 'web', image: 'web:1', env: [{ name: 'A', value: 'old' }] }] },
  },
  neverAgreed: [],
  revision: 'c1',
  at: 0,
}

/** Differences at these paths, and undecided ones. */
function seen(different: readonly string[], undecided: readonly string[] = []): CheckedObservation {
  const whole = observationOf(firstObject({}), BEGINNING, null)
  return {
    ...whole,
    differences: different.map((path) => ({ drift: { path } }) as ObservedDifference),
    undecided: undecided.map((path) => ({ path, reason: 'needs-oracle' })),
  }
}

describe('R-4 what was agreed, field by field', () => {
  it('is what Git says where nothing differs', () => {
    expect(agreedAfter(null, seen([]), DESIRED)).toEqual({
      manifest: DESIRED,
      neverAgreed: [],
      revision: 'c1',
      at: BEGINNING,
    })
  })

  it('stays what it was where it differs or is undecided, and moves everywhere else', () => {
    const after = agreedAfter(AGREED, seen(['.spec.containers[name="web"].image'], ['.spec.replicas']), DESIRED)
    expect(after?.manifest).toEqual({
      spec: { replicas: 2, containers: [{ name: 'web', image: 'web:1', env: [{ name: 'A', value: 'new' }] }] },
    })
    // Not everything could be decided, so this was no agreement in which an onset could be bounded.
    expect(after?.at).toBe(0)
  })

  it('is not written again where nothing new was agreed, though the revision moved', () => {
    const base = { ...AGREED, manifest: DESIRED, revision: 'c0' }
    expect(agreedAfter(base, seen([]), DESIRED)).toBeUndefined()
    expect(agreedAfter(base, seen(['.spec.replicas']), DESIRED)).toBeUndefined()
  })

  it('is silent, and says so, where no agreement was ever seen', () => {
    const first = agreedAfter(null, seen(['.spec.replicas', '.spec.paused']), DESIRED)
    expect(first?.manifest).toEqual({ spec: { containers: DESIRED.spec.containers } })
    expect(first?.neverAgreed).toEqual(['.spec.paused', '.spec.replicas'])
    const second = agreedAfter(first ?? null, seen(['.spec.replicas']), DESIRED)
    expect(second?.neverAgreed).toEqual(['.spec.replicas'])
    expect(agreedAfter(second ?? null, seen([]), DESIRED)).toMatchObject({ manifest: DESIRED, neverAgreed: [] })
  })

  it('knows a field that was agreed to be absent from one that was never agreed', () => {
    const after = agreedAfter({ ...AGREED, manifest: DESIRED }, seen(['.spec.paused']), {
      spec: { ...DESIRED.spec, paused: true },
    })
    expect(after).toBeUndefined()
  })

  it('keeps the whole list where a masked key in the path cannot be followed', () => {
    const path = '.spec.containers[name="web"].env[name="(masked)"].value'
    expect(agreedAfter(AGREED, seen([path]), DESIRED)?.manifest).toEqual({
      spec: { replicas: 3, containers: [{ name: 'web', image: 'web:2', env: [{ name: 'A', value: 'old' }] }] },
    })
  })

  it('takes a path above once, whatever differs below it', () => {
    const paths = ['.spec.containers[name="web"]', '.spec.containers[name="web"].image']
    expect(agreedAfter(AGREED, seen(paths), DESIRED)?.manifest).toEqual({
      spec: { replicas: 3, containers: [{ name: 'web', image: 'web:1', env: [{ name: 'A', value: 'old' }] }] },
    })
  })

  it('does not come from an object that is missing, or that Git does not hold', () => {
    expect(agreedAfter(AGREED, { ...seen([]), version: undefined }, DESIRED)).toBeUndefined()
    expect(agreedAfter(AGREED, seen(['']), DESIRED)).toBeUndefined()
  })
})
