import { describe, expect, it } from 'vitest'
import { sameMark, valueMark, type MarkKey } from './value-mark.ts'

const KEY: MarkKey = { id: 'k1', secret: Buffer.from('0123456789abcdef0123456789abcdef') }
const REF = { cluster: 'c', group: '', kind: 'Secret', namespace: 'shop', name: 'db' }
const secret = (value: string, key = KEY, name = 'db'): string | undefined =>
  valueMark(value, { ref: { ...REF, name }, path: '.data.password', sensitive: true }, key)

describe('S-2 marks of values', () => {
  it('tells the same value from another one', () => {
    expect(sameMark(secret('a'), secret('a'))).toBe(true)
    expect(sameMark(secret('a'), secret('b'))).toBe(false)
  })

  it('never gives two places the same mark for one secret', () => {
    expect(secret('a')).not.toBe(secret('a', KEY, 'other'))
  })

  it('holds neither the value nor its plain hash, nor its length', () => {
    expect(secret('hunter2')).toMatch(/^keyed:k1:[0-9a-f]{32}$/)
    expect(secret('hunter2')?.length).toBe(secret('a much longer secret value')?.length)
  })

  it('S-5 does not compare marks of different keys', () => {
    expect(sameMark(secret('a'), secret('a', { ...KEY, id: 'k2' }))).toBeUndefined()
  })

  it('treats an absent value as a value of its own', () => {
    expect(sameMark(undefined, undefined)).toBe(true)
    expect(sameMark(undefined, secret('a'))).toBe(false)
  })

  it('knows numbers by their meaning', () => {
    const place = { ref: REF, path: '.spec.replicas', sensitive: false }
    expect(valueMark(3, place, KEY)).toBe(valueMark(3n, place, KEY))
  })
})
