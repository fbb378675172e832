import { describe, expect, it } from 'vitest'
import { sameDuration } from './time-values.ts'

describe('durations', () => {
  it.each([
    ['8760h', '8760h0m0s'],
    ['4.1h', '246m'],
    ['2.14s', '2140ms'],
    ['.5s', '500ms'],
    ['1.s', '1s'],
    ['-0', '0'],
    ['1us', '1\u00b5s'],
    ['1us', '1\u03bcs'],
    ['-90m', '-1h30m'],
  ])('%s is as long as %s', (a, b) => {
    expect(sameDuration(a, b)).toBe(true)
  })

  it.each([
    ['1h', '1h1ns'],
    ['1h', '-1h'],
    ['9223372036s', '9223372036s1ns'],
    ['1d', '24h'],
    ['', '0'],
    ['.s', '0s'],
    ['1h ', '1h'],
    ['2562048h', '2562048h0m'],
  ])('%s is not known to be as long as %s', (a, b) => {
    expect(sameDuration(a, b)).toBe(false)
  })
})
