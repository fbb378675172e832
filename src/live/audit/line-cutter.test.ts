import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineCutter } from './line-cutter.ts'

it('gives the same lines however the bytes are cut, also within a character', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), fc.array(fc.nat(7)), (texts, cuts) => {
      const lines = texts.map((text) => text.replaceAll('\n', ' '))
      const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''))
      const cutter = new LineCutter()
      const given: string[] = []
      let from = 0
      for (const cut of [...cuts, bytes.length]) {
        given.push(...cutter.push(bytes.subarray(from, from + cut)))
        from += cut
      }
      given.push(...cutter.push(bytes.subarray(from)))
      expect(given).toEqual(lines)
      expect(cutter.pending).toBe(0)
    }),
    { seed: 1 },
  )
})

it('gives a line that is far too long as an empty one, and then goes on', () => {
  const cutter = new LineCutter()
  const lines = Array.from({ length: 11 }, () => cutter.push(Buffer.alloc(1_000_000, 'x'))).flat()
  expect([...lines, ...cutter.push(Buffer.from('\nnext\n'))]).toEqual(['', 'next'])
})
