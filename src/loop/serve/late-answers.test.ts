import { expect, it } from 'vitest'
import type { ObjectRecord } from '../../ledger/ports.ts'
import type { BetterKnown } from './attribution-desk.ts'
import { LateAnswers } from './late-answers.ts'

const REF = { cluster: 'test', group: '', kind: 'ConfigMap', namespace: 'shop', name: 'settings' }
const RECORD = { ref: REF, object: null, agreed: null, findings: [], fights: [], undone: [] }

function answers() {
  const decided: string[] = []
  const turns: (() => void)[] = []
  let timer: (() => void) | undefined
  const known = (key: string): BetterKnown => ({
    key,
    ref: REF,
    decide: () => {
      decided.push(key)
      return undefined
    },
  })
  const late = new LateAnswers({
    after: (_ms, run) => {
      timer = run
      return () => (timer = undefined)
    },
    // As a store that is busy: nothing is decided before its turn.
    write: ({ decide }) =>
      new Promise((done) =>
        turns.push(() => {
          decide(RECORD satisfies ObjectRecord, 0)
          done()
        }),
      ),
  })
  return {
    late,
    known,
    decided,
    time: () => timer?.(),
    turn: () => {
      for (const one of turns.splice(0)) one()
    },
  }
}

it('F-27 asks once about a change, however many events come about it before its turn', () => {
  const { late, known, decided, time, turn } = answers()
  for (let n = 0; n < 100; n++) late.add([known('one'), known('other')])
  time()
  for (let n = 0; n < 100; n++) late.add([known('one')])
  time()
  turn()
  expect(decided).toEqual(['one', 'other'])
})

it('F-27 asks again where an event came after the answer', () => {
  const { late, known, decided, time, turn } = answers()
  late.add([known('one')])
  time()
  turn()
  late.add([known('one')])
  time()
  turn()
  expect(decided).toEqual(['one', 'one'])
})

it('leaves nothing gathered behind when the service stops', () => {
  const { late, known, decided, turn } = answers()
  late.add([known('one')])
  late.flush()
  turn()
  expect(decided).toEqual(['one'])
})
