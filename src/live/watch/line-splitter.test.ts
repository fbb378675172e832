import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineSplitter } from './line-splitter.ts'

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length]
  return places.slice(1).map((end, i) => bytes.subarray(places[i], end))
}

it('gives the same lines however the bytes are cut, characters of several bytes included', () => {
  const line = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ''))
  fc.assert(
    fc.property(fc.array(line), line, fc.array(fc.nat()), (lines, rest, places) => {
      const splitter = new LineSplitter(1_000_000)
      const bytes = Buffer.from([...lines, rest].join('\n'))
      const given = cut(bytes, places).flatMap((chunk) => [...splitter.push(chunk)])
      expect(given).toEqual(lines)
      expect(splitter.isWithinLine).toBe(rest !== '')
    }),
  )
})

it.each([[['aaaaa\n']], [['aaa', 'aa\n']], [['aaa', 'aa']]])('stops at a line that is too long: %j', (chunks) => {
  const splitter = new LineSplitter(4)
  expect(chunks.flatMap((chunk) => [...splitter.push(Buffer.from(chunk))])).toContain(undefined)
})

it('takes a line that is just short enough', () => {
  expect([...new LineSplitter(4).push(Buffer.from('aaaa\nb\n'))]).toEqual(['aaaa', 'b'])
})
