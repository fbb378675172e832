import { expect, it } from 'vitest'
import { ObjectQueue } from './object-queue.ts'

it('has caught up with what waited, though an object is written to without a pause', async () => {
  const queue = new ObjectQueue(() => {})
  let isOver = false
  const done: number[] = []
  const again = async (number: number): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 1))
    done.push(number)
    if (!isOver) void queue.run('web', () => again(number + 1))
  }
  void queue.run('web', () => again(0))
  await queue.caughtUp()
  expect(done[0]).toBe(0)
  expect(queue.backlog).toBeGreaterThan(0)
  isOver = true
  await queue.idle()
  expect(queue.backlog).toBe(0)
})
