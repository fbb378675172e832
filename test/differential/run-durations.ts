import { sameDuration } from '../../src/diff/time-values.ts'
import { startOracle } from '../oracle/oracle-process.ts'
import { Random } from './random.ts'

export interface DurationRun {
  readonly pairs: number
  readonly equal: number
  readonly disagreements: readonly string[]
}

const BATCH = 2_000
const UNITS = ['ns', 'us', 'µs', 'μs', 'ms', 's', 'm', 'h', 'h', 'd', ''] as const

/** Compares our reading of durations with metav1.Duration's. */
export async function runDurations(pairs: number, seed: number): Promise<DurationRun> {
  const oracle = await startOracle()
  const random = new Random(seed)
  const tally = { equal: 0, disagreements: [] as string[] }
  try {
    for (let done = 0; done < pairs; done += BATCH) {
      const batch = Array.from({ length: Math.min(BATCH, pairs - done) }, () => randomDurations(random))
      const answers = await Promise.all(batch.map(([a, b]) => oracle.duration(a, b)))
      for (const [i, answer] of answers.entries()) {
        const [a, b] = batch[i] as [string, string]
        const theirs = answer.refused === undefined && answer.result.equal
        if (theirs) tally.equal++
        if (sameDuration(a, b) !== theirs) tally.disagreements.push(`${a} and ${b}: ${theirs ? 'equal' : 'different'}`)
      }
    }
  } finally {
    await oracle.close()
  }
  return { pairs, ...tally }
}

function randomDurations(random: Random): [string, string] {
  const form = random.between(0, 3)
  const tenths = random.between(0, 400)
  if (form === 0) return [`${tenths / 10}h`, `${tenths * 6}m${random.pick(['', '0s', '1ns'])}`]
  if (form === 1) return [`${tenths / 10}m`, `${tenths * 6}s`]
  if (form === 2) return [`${tenths / 100}s`, `${tenths * 10}ms`]
  return [randomDuration(random), randomDuration(random)]
}

function randomDuration(random: Random): string {
  const parts = Array.from({ length: random.between(0, 3) }, () => `${amount(random)}${random.pick(UNITS)}`)
  return `${random.pick(['', '', '-', '+', ' '])}${parts.join('')}`
}

function amount(random: Random): string {
  return random.pick(['0', '0', '1', '60', '3600', '0.5', '.5', '1.', '.', '1e3', '00', '9223372036', '1.0000000001'])
}
