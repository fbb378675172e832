import { expect, it } from 'vitest'
import type { ObjectRecord } from '../../../ledger/ports.ts'
import { type ObjectRef, printRef } from '../../../model/object-ref.ts'
import { RecordReader } from './record-reader.ts'

function ref(n: number): ObjectRef {
  return { cluster: 'test', group: '', kind: 'ConfigMap', namespace: 'shop', name: `settings-${n}` }
}

function empty(of: ObjectRef): ObjectRecord {
  return { ref: of, object: null, agreed: null, findings: [], fights: [], undone: [] }
}

it('asks for many objects together and never for all of a large source at once', async () => {
  const sizes: number[] = []
  const reader = new RecordReader((refs) => {
    sizes.push(refs.length)
    return Promise.resolve(refs.map(empty))
  })
  const records = await Promise.all(Array.from({ length: 1_201 }, (_, n) => reader.record(ref(n))))
  expect(sizes).toEqual([500, 500, 201])
  expect(records.map((record) => printRef(record.ref))).toEqual(records.map((_, n) => printRef(ref(n))))
})

it('asks together what was asked for while it waited for an answer, and not before that is here', async () => {
  const questions: string[][] = []
  const answers: (() => void)[] = []
  const reader = new RecordReader(async (refs) => {
    questions.push(refs.map(({ name }) => name))
    await new Promise<void>((resolve) => answers.push(resolve))
    return refs.map(empty)
  })
  const first = reader.record(ref(1))
  await Promise.resolve()
  const others = [reader.record(ref(2)), reader.record(ref(1))]
  expect(questions).toEqual([['settings-1']])
  answers[0]?.()
  await first
  await new Promise(setImmediate)
  answers[1]?.()
  expect((await Promise.all(others)).map((record) => record.ref.name)).toEqual(['settings-2', 'settings-1'])
  expect(questions).toEqual([['settings-1'], ['settings-2', 'settings-1']])
})

it('fails for those alone whose question failed', async () => {
  let asked = 0
  const reader = new RecordReader((refs) =>
    asked++ === 0 ? Promise.reject(new Error('lost')) : Promise.resolve(refs.map(empty)),
  )
  const all = await Promise.allSettled(Array.from({ length: 501 }, (_, n) => reader.record(ref(n))))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
