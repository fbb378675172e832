import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { Canaries } from './canaries.ts'

const canaries = new Canaries()
const value = canaries.value('here')
const hash = (algorithm: string) => createHash(algorithm).update(value).digest('hex')

/** The sweep proves something only if it would see what it looks for. */
it.each([
  ['itself', `a ${value} b`, 'here as itself'],
  ['its beginning', value.slice(0, 14), 'here as its beginning'],
  ['base64 of it', Buffer.from(value).toString('base64'), 'here as base64'],
  ['base64 of it behind one character', Buffer.from(`:${value}`).toString('base64'), 'here as base64'],
  ['base64 of it behind two', Buffer.from(`u:${value}!`).toString('base64'), 'here as base64'],
  ['base64 of text around it', Buffer.from(`{"password":"${value}"}`).toString('base64'), 'here as base64'],
  ['sha256', hash('sha256'), 'here as sha256'],
  ['a short sha256', hash('sha256').slice(0, 16), 'here as sha256'],
  ['sha1', hash('sha1'), 'here as sha1'],
  ['md5', hash('md5'), 'here as md5'],
  ['hexadecimal', Buffer.from(value).toString('hex'), 'here as hexadecimal'],
])('a canary is seen as %s', (_, text, hit) => {
  expect(canaries.in(text)).toContain(hit)
})

it('a canary is not seen where it is not', () => {
  expect(canaries.in('Canary in the mine, aGVsbG8gd29ybGQ=')).toEqual([])
})
