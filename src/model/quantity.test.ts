import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import { compareQuantities, MILLI, parseQuantity, roundUp, sameQuantity, type Quantity } from './quantity.ts'

describe('quantities', () => {
  it.each<[Json, Json]>([
    ['1', 1],
    ['1000m', '1'],
    ['0.1', '100m'],
    ['1Gi', 1024 ** 3],
    ['1.5Gi', '1536Mi'],
    ['1G', '1000M'],
    ['1e3', '1k'],
    ['1E', '1e18'],
    ['1E+3', 1000n],
    ['+1', '01.0'],
    ['1.', '1'],
    ['.5', '500m'],
    ['-0', '0'],
    ['k', '0'],
    [' 1 ', '1'],
    ['0.1n', '1n'],
    ['-0.1n', '-1n'],
    ['8Ei', '9223372036854775807'],
    ['10Ei', '8Ei'],
    ['1e4294967296', '1'],
    ['1e-2000000000', '1n'],
    ['9007199254740993', 9007199254740993n],
  ])('%s is the same amount as %s', (a, b) => {
    expect(sameQuantity(a, b)).toBe(true)
  })

  it.each<[Json, Json]>([
    ['1G', '1Gi'],
    ['1', '1001m'],
    ['9007199254740993', '9007199254740992'],
    ['1e2000000000', '1e2000000001'],
    ['1m', '1M'],
    ['abc', 'abd'],
    ['1', null],
    ['1', true],
  ])('%s is another amount than %s', (a, b) => {
    expect(sameQuantity(a, b)).toBe(false)
  })

  it.each([
    '',
    ' ',
    '1x',
    '1ki',
    '1 k',
    '1e',
    '1e5.5',
    '--1',
    '1..5',
    '1Mi5',
    'e-12',
    'Pi',
    '1e99999999999999999999',
    null,
    {},
    true,
  ])('refuses %s', (value) => {
    expect(parseQuantity(value)).toBeUndefined()
  })

  it('rounds up to a thousandth, away from zero, where asked', () => {
    expect(sameQuantity('1100u', '2m')).toBe(false)
    expect(sameQuantity('1100u', '2m', MILLI)).toBe(true)
    expect(roundUp(parseQuantity('-1100u') as Quantity, MILLI)).toEqual({ digits: -2n, exponent: -3 })
  })

  it('orders amounts of any size', () => {
    const amounts = ['-1e100', '-1Gi', '-1m', '0', '1n', '999m', '1', '1001m', '1G', '1Gi', '1e100'].map(
      (text) => parseQuantity(text) as Quantity,
    )
    expect(amounts.toReversed().toSorted(compareQuantities)).toEqual(amounts)
  })
})
