import { describe, expect, it } from 'vitest'
import { CheckTurns } from './check-turns.ts'

function turns() {
  const clock = { now: 10_000 }
  const begun: number[] = []
  const waits: number[] = []
  const ends: (() => void)[] = []
  const ports = {
    now: () => clock.now,
    after: (milliseconds: number, run: () => void) => {
      waits.push(milliseconds)
      const soon = setImmediate(run)
      return () => clearImmediate(soon)
    },
  }
  const checks = new CheckTurns(ports, (notBefore) => {
    begun.push(notBefore)
    return new Promise((resolve) => ends.push(resolve))
  })
  const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
  return { clock, begun, waits, ends, checks, settled }
}

describe('checks of one source', () => {
  it('never run two at a time, and are shared by all that they are late enough for', async () => {
    const { begun, ends, checks, settled } = turns()
    const first = [checks.request(9_000), checks.request(8_000)]
    const second = [checks.request(9_500), checks.request(9_900), checks.request(9_700)]
    await settled()
    expect([begun, new Set(first).size, new Set(second).size]).toEqual([[9_000], 1, 1])
    ends[0]?.()
    await first[0]
    await settled()
    expect(begun).toEqual([9_000, 9_900])
    ends[1]?.()
    await Promise.all(second)
  })

  it('begin a second apart at least, whatever the clock does', async () => {
    const { clock, waits, ends, checks, settled } = turns()
    for (const [passed, index] of [
      [0, 0],
      [300, 1],
      [5_000, 2],
      [-60_000, 3],
    ] as const) {
      clock.now += passed
      const done = checks.request(clock.now)
      await settled()
      ends[index]?.()
      await done
    }
    expect(waits).toEqual([700, 1_000])
  })

  it('let everybody go at the end', async () => {
    const { begun, ends, checks, settled } = turns()
    const [running, waiting] = [checks.request(1), checks.request(2)]
    const closed = checks.close()
    await waiting
    ends[0]?.()
    await Promise.all([running, closed, checks.request(3)])
    await settled()
    expect(begun).toEqual([1])
  })
})
