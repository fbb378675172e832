import { describe, expect, it } from 'vitest'
import type { SourceManifest } from '../../model/desired-object.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import type { JsonObject } from '../../model/json.ts'
import { changedManifests, sharedWith } from './changed-manifests.ts'

function one(name: string, more: Partial<SourceManifest> & { readonly spec?: string } = {}): SourceManifest {
  const { spec = '{}', ...rest } = more
  const text = `{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"${name}","namespace":"shop"},"spec":${spec}}`
  return {
    source: 's',
    place: { file: 'a.yaml' },
    manifest: parseLossless(text) as JsonObject,
    role: 'object',
    ...rest,
  }
}

function marks(before: readonly SourceManifest[], now: readonly SourceManifest[]) {
  return changedManifests(before, now).map(({ name, change }) => `${change} ${name}`)
}

describe('what two states of a source say differently', () => {
  it('is told by content: neither the order of keys, nor the place, nor a long integer written otherwise', () => {
    const before = [one('a', { spec: '{"x":1,"y":{"b":2,"a":9007199254740993}}' })]
    expect(
      marks(before, [
        one('a', { spec: '{"y":{"a":9007199254740993,"b":2},"x":1}', place: { file: 'b.yaml', line: 3 } }),
      ]),
    ).toEqual([])
    expect(marks(before, [one('a', { spec: '{"y":{"a":9007199254740992,"b":2},"x":1}' })])).toEqual(['modified a'])
  })

  it('is sorted, and names what came, went and changed', () => {
    const before = [one('c'), one('b'), one('a')]
    expect(marks(before, [one('d'), one('b', { spec: '{"x":1}' }), one('a')])).toEqual([
      'modified b',
      'removed c',
      'added d',
    ])
    expect(changedManifests([], [one('a')])).toEqual([
      { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'a', change: 'added' },
    ])
  })

  it('counts what an object is, what is encrypted and what cannot be known as part of what it says', () => {
    const before = [one('a')]
    expect(marks(before, [one('a', { role: 'hook' })])).toEqual(['modified a'])
    expect(marks(before, [one('a', { encrypted: true })])).toEqual(['modified a'])
    expect(marks(before, [one('a', { unrenderable: ['.spec.x'] })])).toEqual(['modified a'])
    expect(marks(before, [one('a'), one('a', { spec: '{"x":1}' })])).toEqual(['modified a'])
  })

  it('F-20 leaves out values that every render draws anew, in objects and in lists by name', () => {
    const drawn = (value: string, other = 'same') =>
      one('a', {
        spec: `{"env":[{"name":"A","value":"${value}"},{"name":"B","value":"${other}"}]}`,
        unrenderable: ['.spec.env[name="A"].value'],
      })
    expect(marks([drawn('1')], [drawn('2')])).toEqual([])
    expect(marks([drawn('1')], [drawn('2', 'other')])).toEqual(['modified a'])
    const whole = (spec: string) => one('a', { spec, unrenderable: [''] })
    expect(marks([whole('{"x":1}')], [whole('{"x":2}')])).toEqual([])
  })

  it('keeps a key that is called like a prototype', () => {
    const [before, now] = [one('a', { spec: '{"__proto__":"1"}' }), one('a', { spec: '{"__proto__":"2"}' })]
    expect(marks([before], [now])).toEqual(['modified a'])
  })
})

describe('a new state', () => {
  it('shares the manifests that are equal, at their new places', () => {
    const [a, b] = [one('a'), one('b')]
    const now = sharedWith([a, b], [one('a', { place: { file: 'z.yaml' } }), one('b', { spec: '{"x":1}' })])
    expect([now[0]?.manifest === a.manifest, now[0]?.place.file, now[1]?.manifest === b.manifest]).toEqual([
      true,
      'z.yaml',
      false,
    ])
  })
})
