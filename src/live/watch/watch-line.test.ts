import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { readWatchLine } from './watch-line.ts'

const name = fc.stringMatching(/^[a-z]([a-z0-9.-]{0,20}[a-z0-9])?$/)
const object = fc.record(
  {
    kind: fc.constantFrom('Pod', 'ConfigMap'),
    apiVersion: fc.constantFrom('v1', 'apps/v1', 'networking.k8s.io/v1'),
    metadata: fc.record(
      {
        name,
        generateName: fc.string(),
        namespace: name,
        uid: fc.uuid(),
        resourceVersion: fc.nat().map(String),
        labels: fc.dictionary(fc.string(), fc.string()),
        __proto__: fc.constant({ name: 'evil' }),
      },
      { requiredKeys: ['name', 'uid', 'resourceVersion'] },
    ),
    data: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.maxSafeInteger(), fc.double({ noNaN: true }))),
  },
  { requiredKeys: ['kind', 'apiVersion', 'metadata'] },
)
const type = fc.constantFrom('ADDED', 'MODIFIED', 'DELETED')

/** The same line with its keys the other way round, as custom kinds come: nothing can be read off its beginning. */
function turned(line: string): string {
  return JSON.stringify(
    JSON.parse(line, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
      return Object.fromEntries(Object.entries(value).toReversed())
    }),
  )
}

describe('a line of a watch', () => {
  it('is read off its beginning as it is by parsing it whole', () => {
    fc.assert(
      fc.property(type, object, (kind, one) => {
        const line = JSON.stringify({ type: kind, object: one })
        const [quick, whole] = [readWatchLine(line), readWatchLine(turned(line))]
        if (quick?.type !== 'object' || whole?.type !== 'object') throw new Error('both are objects')
        const { read: readQuick, ...head } = quick
        const { read: readWhole, ...sameHead } = whole
        expect(head).toEqual(sameHead)
        expect(readQuick()).toEqual(readWhole())
      }),
    )
  })

  it('keeps integers whole', () => {
    const line =
      '{"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","uid":"u","resourceVersion":"1"},"spec":{"n":9007199254740993}}}'
    const item = readWatchLine(line)
    const read = item?.type === 'object' ? (item.read() as JsonObject) : {}
    expect(read['spec']).toEqual({ n: 9007199254740993n })
  })

  it('says where a list ends', () => {
    const bookmark = (annotations: object) =>
      JSON.stringify({ type: 'BOOKMARK', object: { kind: 'Pod', metadata: { resourceVersion: '9', annotations } } })
    expect(readWatchLine(bookmark({ 'k8s.io/initial-events-end': 'true' }))).toEqual({
      type: 'bookmark',
      resourceVersion: '9',
      endsInitialList: true,
    })
    expect(readWatchLine(bookmark({}))).toMatchObject({ endsInitialList: false })
  })

  it.each([
    '',
    '{}',
    'null',
    '<html>',
    '{"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","uid":"u","resourceVersion":"1"',
    '{"type":"ADDED","object":{"metadata":{"name":"a","uid":"u"}}}',
    '{"type":"ADDED","object":{"metadata":{"uid":"u","resourceVersion":"1"}}}',
    '{"type":"INVENTED","object":{"metadata":{"name":"a","uid":"u","resourceVersion":"1"}}}',
    '{"type":"constructor","object":{"metadata":{"name":"a","uid":"u","resourceVersion":"1"}}}',
    '{"type":"BOOKMARK","object":{"metadata":{}}}',
    '{"type":"ERROR"}',
  ])('F-05: is damaged where it is %j', (line) => {
    expect(readWatchLine(line)).toBeUndefined()
  })

  it('F-05: is damaged where only its middle is, as soon as somebody wants the object', () => {
    const beginning = '{"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","uid":"u",'
    const item = readWatchLine(`${beginning}"resourceVersion":"1"},"spec":{"n":]}}`)
    expect(item).toMatchObject({ type: 'object', name: 'a' })
    if (item?.type === 'object') expect(item.read()).toBeUndefined()
  })
})
