import { expect, it } from 'vitest'
import { ListTurns } from './list-turns.ts'

const NEVER = new AbortController().signal

it('I11: lets two lists run at a time, and the others in the order in which they came', async () => {
  const turns = new ListTurns(2)
  const began: number[] = []
  const ends: (() => void)[] = []
  const list = async (number: number): Promise<void> => {
    const end = await turns.take(NEVER)
    began.push(number)
    if (end !== undefined) ends.push(end)
  }
  for (const number of [1, 2, 3, 4]) void list(number)
  await Promise.resolve()
  await new Promise((resolve) => setImmediate(resolve))
  expect(began).toEqual([1, 2])
  ends[0]?.()
  ends[0]?.()
  await new Promise((resolve) => setImmediate(resolve))
  expect(began).toEqual([1, 2, 3])
})

it('passes over those that do not wait any more', async () => {
  const turns = new ListTurns(1)
  const end = await turns.take(NEVER)
  const leaves = new AbortController()
  const left = turns.take(leaves.signal)
  const stays = turns.take(NEVER)
  leaves.abort()
  expect(await left).toBeUndefined()
  end?.()
  expect(await stays).toBeTypeOf('function')
  expect(await turns.take(leaves.signal)).toBeUndefined()
})
