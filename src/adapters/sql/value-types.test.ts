import { expect, it } from 'vitest'
import { parserOf } from './value-types.ts'

const TIMESTAMPTZ = 1184

it.each([
  ['2026-11-25 16:14:22.123+00', '2026-11-25T16:14:22.123Z'],
  ['2026-11-25 16:14:22+00', '2026-11-25T16:14:22.000Z'],
  ['2026-11-25 16:14:22.5+01', '2026-11-25T15:14:22.500Z'],
  ['2026-11-25 16:14:22.12-11', '2026-11-26T03:14:22.120Z'],
  ['2026-11-25 16:14:22.123+05:30', '2026-11-25T10:44:22.123Z'],
])('reads the instant %s in whatever time zone the server tells it', (text, instant) => {
  expect(parserOf(TIMESTAMPTZ, 'ledger')?.(text)).toBe(Date.parse(instant))
})
