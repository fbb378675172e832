import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePath } from './field-path-parse.ts'
import type { FieldPath } from './field-path.ts'
import type { Json } from './json.ts'
import { valueAt } from './value-at.ts'
import { withValueAt } from './with-value-at.ts'

const path = (text: string): FieldPath => parsePath(text) as FieldPath

const DEPLOYMENT: Json = {
  metadata: { labels: { app: 'web' } },
  spec: {
    replicas: 3,
    containers: [
      { name: 'web', image: 'web:1' },
      { name: 'proxy', image: 'proxy:1' },
    ],
    finalizers: ['a', 'b'],
  },
}

describe('a value put to a path', () => {
  it.each([
    ['.spec.replicas', 5],
    ['.spec.containers[name="proxy"].image', 'proxy:2'],
    ['.spec.containers[name="side"].image', 'side:1'],
    ['.spec.finalizers[="c"]', 'c'],
    ['.metadata.annotations["a.b/c"]', 'x'],
    ['.spec.containers[1]', { name: 'other' }],
    ['', { kind: 'Service' }],
  ])('%s is there afterwards', (text, value) => {
    expect(valueAt(withValueAt(DEPLOYMENT, path(text), value), path(text))).toEqual(value)
  })

  it('leaves everything else in its place', () => {
    expect(withValueAt(DEPLOYMENT, path('.spec.containers[name="web"].image'), 'web:2')).toEqual({
      metadata: { labels: { app: 'web' } },
      spec: {
        replicas: 3,
        containers: [
          { name: 'web', image: 'web:2' },
          { name: 'proxy', image: 'proxy:1' },
        ],
        finalizers: ['a', 'b'],
      },
    })
  })

  it('takes out fields, elements and members of sets, and nothing where nothing is', () => {
    const without = (text: string): Json => withValueAt(DEPLOYMENT, path(text), undefined)
    expect(valueAt(without('.spec.containers[name="web"]'), path('.spec.containers'))).toEqual([
      { name: 'proxy', image: 'proxy:1' },
    ])
    expect(valueAt(without('.spec.finalizers[="a"]'), path('.spec.finalizers'))).toEqual(['b'])
    expect(without('.metadata.labels.app')).toMatchObject({ metadata: { labels: {} } })
    expect(without('.spec.strategy.type')).toEqual(DEPLOYMENT)
  })

  it('takes __proto__ for a key like any other', () => {
    const changed = withValueAt({}, [{ kind: 'field', name: '__proto__' }], { polluted: true })
    expect(Object.keys(changed as object)).toEqual(['__proto__'])
    expect(Object.hasOwn({}, 'polluted')).toBe(false)
  })

  it('and taken out again leaves the values of others', () => {
    const names = fc.constantFrom('a', 'b', 'c')
    const tree = fc.dictionary(names, fc.dictionary(names, fc.integer()))
    fc.assert(
      fc.property(tree, names, names, fc.integer(), (root, first, second, value) => {
        const at: FieldPath = [
          { kind: 'field', name: first },
          { kind: 'field', name: second },
        ]
        const changed = withValueAt(withValueAt(root, at, value), at, undefined)
        expect(valueAt(changed, at)).toBeUndefined()
        for (const [x, below] of Object.entries(root)) {
          for (const [y, kept] of Object.entries(below)) {
            if (x === first && y === second) continue
            expect(
              valueAt(changed, [
                { kind: 'field', name: x },
                { kind: 'field', name: y },
              ]),
            ).toBe(kept)
          }
        }
      }),
    )
  })
})
