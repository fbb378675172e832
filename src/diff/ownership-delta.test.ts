import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { field, key, type FieldPath } from '../model/field-path.ts'
import { FieldSet } from '../model/field-set.ts'
import type { Json } from '../model/json.ts'
import { ownershipChange, ownershipDelta } from './ownership-delta.ts'

const REPLICAS: FieldPath = [field('spec'), field('replicas')]
const IMAGE: FieldPath = [field('spec'), field('containers'), key({ name: 'name', value: 'web' }), field('image')]

function setOf(...paths: readonly FieldPath[]): FieldSet {
  const set = new FieldSet()
  for (const path of paths) set.insert(path)
  return set
}

interface Writing {
  readonly operation?: string
  readonly subresource?: string
  readonly time?: string
  readonly apiVersion?: string
}

function entry(manager: string, set: FieldSet, { operation = 'Update', ...rest }: Writing = {}): Json {
  return {
    manager,
    operation,
    apiVersion: 'apps/v1',
    time: '2026-01-01T00:00:00Z',
    fieldsV1: set.toFieldsV1(),
    ...rest,
  }
}

function owner(manager: string, operation: 'Apply' | 'Update' = 'Update', time = '2026-01-01T00:00:00Z') {
  return { manager, operation, subresource: '', time }
}

const DEPLOYER = entry('argocd', setOf(REPLICAS, IMAGE), { operation: 'Apply' })
const LATER = '2026-01-01T09:00:00Z'

describe('what managedFields say of one step', () => {
  it('a person edits a field that the deployer owned', () => {
    const after = [
      entry('argocd', setOf(IMAGE), { operation: 'Apply' }),
      entry('kubectl-edit', setOf(REPLICAS), { time: LATER }),
    ]
    const change = ownershipChange([DEPLOYER], after)
    expect(change.at(REPLICAS)).toEqual({
      gained: [owner('kubectl-edit', 'Update', LATER)],
      lost: [owner('argocd', 'Apply')],
    })
    expect(change.at(IMAGE)).toEqual({ gained: [], lost: [] })
    expect(change.at([field('spec')])).toEqual(change.at(REPLICAS))
    expect(change.writers).toEqual([owner('kubectl-edit', 'Update', LATER)])
  })

  it('an owner writes twice within a second: nothing moves, and it is among those who hold the value', () => {
    const both = [DEPLOYER, entry('kubectl-edit', setOf(REPLICAS), { time: LATER })]
    const change = ownershipChange(both, both)
    const held = [owner('argocd', 'Apply'), owner('kubectl-edit', 'Update', LATER)]
    expect([change.at(REPLICAS), change.writers]).toEqual([{ gained: [], lost: [], held }, []])
    expect(change.at([field('data')])).toEqual({ gained: [], lost: [] })
  })

  it('an owner gives another value to what it owns: nothing is gained, and its time tells that it wrote', () => {
    const person = entry('kubectl-edit', setOf(REPLICAS))
    const again = entry('kubectl-edit', setOf(REPLICAS), { time: LATER })
    const change = ownershipChange([DEPLOYER, person], [again, DEPLOYER])
    expect(change.at(REPLICAS)).toEqual({ gained: [], lost: [] })
    expect(change.writers).toEqual([owner('kubectl-edit', 'Update', LATER)])
  })

  it('E1: a removal leaves no writer', () => {
    const change = ownershipChange([DEPLOYER], [entry('argocd', setOf(IMAGE), { operation: 'Apply' })])
    expect(change.at(REPLICAS)).toEqual({ gained: [], lost: [owner('argocd', 'Apply')] })
    expect(change.writers).toEqual([])
  })

  it('E8: what the server collects in ancient-changes was written by nobody', () => {
    const old = entry('old-tool', setOf(IMAGE))
    const after = [entry('ancient-changes', setOf(IMAGE)), entry('new-tool', setOf(REPLICAS))]
    const change = ownershipChange([old], after)
    expect(change.writers).toEqual([owner('new-tool')])
    expect(change.at(IMAGE)).toEqual({ gained: [], lost: [owner('old-tool')] })
  })

  it('status moves without being noticed, annotations written through it do not', () => {
    const annotation: FieldPath = [field('metadata'), field('annotations'), field('revision')]
    const status = { subresource: 'status' }
    const before = [entry('kcm', setOf([field('status'), field('ready')]), { ...status, time: 'a' })]
    const busy = [entry('kcm', setOf([field('status'), field('failed')]), { ...status, time: 'b' })]
    expect(ownershipChange(before, busy).writers).toEqual([])
    const annotated = [entry('kcm', setOf([field('status'), field('ready')], annotation), { ...status, time: 'b' })]
    const kcm = { manager: 'kcm', operation: 'Update', subresource: 'status', time: undefined }
    expect(ownershipDelta(before, annotated, annotation)).toEqual({ gained: [kcm], lost: [] })
  })

  it('an owner that moves to another API version gains nothing by that', () => {
    const [v1, v2] = ['autoscaling/v1', 'autoscaling/v2'].map((apiVersion) =>
      entry('hpa', setOf(REPLICAS), { apiVersion }),
    )
    expect(ownershipChange([v1 ?? null], [v2 ?? null])).toMatchObject({ writers: [] })
  })

  it.each([[undefined], [null], ['x'], [[null, 5, {}]], [[{ manager: 'x', operation: 'Guess' }]]])(
    'takes %j for no owners at all',
    (odd) => {
      expect(ownershipDelta(odd as Json | undefined, [DEPLOYER], REPLICAS).gained).toEqual([owner('argocd', 'Apply')])
      expect(ownershipDelta([DEPLOYER], odd as Json | undefined, REPLICAS).lost).toEqual([owner('argocd', 'Apply')])
    },
  )
})

describe('for any two sets of owners', () => {
  const element = fc.oneof(
    fc.constantFrom('a', 'b', '__proto__').map(field),
    fc.constantFrom('x', 'y').map((value) => key({ name: 'name', value })),
  )
  const path = fc.array(element, { minLength: 1, maxLength: 3 })
  const side = fc.dictionary(fc.constantFrom('m', 'n', 'o'), fc.array(path, { maxLength: 5 }))

  it('an owner gained at a path exactly where its set has more there than before, and lost where it has less', () => {
    fc.assert(
      fc.property(side, side, path, (before, after, asked) => {
        const entries = (one: typeof before) => Object.keys(one).map((m) => entry(m, setOf(...(one[m] ?? []))))
        const { gained, lost } = ownershipDelta(entries(before), entries(after), asked)
        const expected = (from: typeof before, to: typeof before) =>
          Object.keys(to).filter((m) =>
            setOf(...(to[m] ?? []))
              .difference(setOf(...(from[m] ?? [])))
              .touches(asked),
          )
        expect(gained.map(({ manager }) => manager)).toEqual(expected(before, after))
        expect(lost.map(({ manager }) => manager)).toEqual(expected(after, before))
      }),
    )
  })

  it('nothing moved between a version and itself', () => {
    fc.assert(
      fc.property(side, path, (one, asked) => {
        const fields = Object.keys(one).map((m) => entry(m, setOf(...(one[m] ?? []))))
        const change = ownershipChange(fields, structuredClone(fields))
        expect([change.at(asked), change.writers]).toMatchObject([{ gained: [], lost: [] }, []])
      }),
    )
  })
})
