import { expect, it } from 'vitest'
import { HeldPositions } from './held-positions.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const at = (offset: number) => ({ inode: '1', offset, head: 'h' })

it('stores what was read two minutes ago, and not what was read since: its events may not be used yet', () => {
  const positions = new HeldPositions()
  expect(positions.behind(at(1), 0)).toBeUndefined()
  expect(positions.behind(at(2), SECOND)).toBeUndefined()
  expect(positions.behind(at(3), MINUTE)).toBeUndefined()
  expect(positions.behind(at(4), 2 * MINUTE)).toEqual(at(1))
  expect(positions.behind(at(5), 2 * MINUTE + 500)).toBeUndefined()
  expect(positions.behind(at(6), 9 * MINUTE)).toEqual(at(4))
})

it('keeps at most one position a second, the older one', () => {
  const positions = new HeldPositions()
  for (let offset = 0; offset < 1_000; offset++) positions.behind(at(offset), offset)
  expect(positions.behind(at(1_000), 2 * MINUTE)).toEqual(at(0))
})
