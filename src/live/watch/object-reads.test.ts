import { beforeEach, expect, it } from 'vitest'
import { codedError } from '../../errors/driftage-error.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Reading } from '../cluster-reader.ts'
import { ObjectReads } from './object-reads.ts'
import { WATCH_TIMES } from './surroundings.ts'

const FAILED: Reading<JsonObject> = { state: 'failed', reason: 'forbidden', error: codedError('DRF3013', '') }
const ABSENT: Reading<JsonObject> = { state: 'absent' }

let asked: string[]
let pauses: number[]
let answers: (key: string) => Reading<JsonObject>
let wake: () => void

beforeEach(() => {
  asked = []
  pauses = []
  answers = () => ABSENT
  wake = () => {}
})

function reads(): ObjectReads {
  return new ObjectReads({
    read: (key) => {
      asked.push(key)
      return Promise.resolve(answers(key))
    },
    onRead: () => true,
    surroundings: {
      now: () => 0,
      random: () => 1,
      sleep: (ms) => {
        pauses.push(ms)
        return new Promise((resolve) => {
          wake = resolve
        })
      },
    },
    times: WATCH_TIMES,
  })
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

it('says once when all have been answered, failures too', async () => {
  const ends: string[] = []
  const one = reads()
  one.request([], () => ends.push('none'))
  answers = (key) => (key === 'b' ? FAILED : ABSENT)
  one.request(['a', 'b'], () => ends.push('a, b'))
  await settled()
  expect(ends).toEqual(['none', 'a, b'])
})

it('asks again for a few of many that fail, after growing pauses, and for all as soon as one can be read', async () => {
  const keys = Array.from({ length: 100 }, (_, i) => `${i}`)
  answers = () => FAILED
  const one = reads()
  one.request(keys)
  await settled()
  expect([asked.length, pauses]).toEqual([100, [7_500]])
  wake()
  await settled()
  expect([asked.length, pauses]).toEqual([104, [7_500, 15_000]])
  answers = () => ABSENT
  wake()
  await settled()
  expect([asked.length, pauses.length]).toEqual([204, 2])
})

it('forgets everything where a list is going to tell', async () => {
  const ends: string[] = []
  answers = () => FAILED
  const one = reads()
  one.request(['a'])
  await settled()
  one.request(['b'], () => ends.push('b'))
  one.drop()
  wake()
  await settled()
  expect([asked, ends]).toEqual([['a', 'b'], []])
})
