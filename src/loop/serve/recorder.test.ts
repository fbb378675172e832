import { expect, it } from 'vitest'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { LedgerChange, ObjectRecord } from '../../ledger/ports.ts'
import { Recorder, type RecorderParts } from './recorder.ts'

const REF = { cluster: 'c', group: '', kind: 'ConfigMap', namespace: 'shop', name: 'a' }
const OTHER = { ...REF, name: 'b' }

function change(ref: typeof REF): LedgerChange {
  return { ref, findings: [], causes: [], fixes: [], fights: [], activity: [] }
}

/** A store in memory that counts what it holds of each object, and fails as it is told. */
function storeThat(fails: (call: number) => 'before' | 'after' | undefined) {
  const written = new Map<string, number>()
  let calls = 0
  const store: RecorderParts['store'] = {
    record: (ref) =>
      Promise.resolve({
        ref,
        undone: [],
        findings: Array.from({ length: written.get(ref.name) ?? 0 }, () => ({})),
      } as unknown as ObjectRecord),
    apply: (changes) => {
      const failure = fails(++calls)
      if (failure === 'before') return Promise.reject(new Error('not written'))
      for (const { ref } of changes) written.set(ref.name, (written.get(ref.name) ?? 0) + 1)
      return failure === 'after' ? Promise.reject(new Error('written, but nobody was told')) : Promise.resolve()
    },
  }
  return { store, written }
}

function recorderOn(store: RecorderParts['store']): Recorder {
  const fence = { cluster: 'c', owner: 'me', epoch: 1 }
  return new Recorder({ store, fence: () => fence, now: () => 1, sleep: () => Promise.resolve(), onFailure: () => {} })
}

/** Writes once, and never again. */
const once =
  (ref: typeof REF) =>
  ({ findings }: ObjectRecord): LedgerChange | undefined =>
    findings.length === 0 ? change(ref) : undefined

it('F-21 tells what was written, also where the store failed after it had written', async () => {
  const { store, written } = storeThat((call) => (call === 1 ? 'after' : undefined))
  expect(await recorderOn(store).change(REF, once(REF))).toEqual(change(REF))
  expect([...written]).toEqual([['a', 1]])
})

it('F-21 tries again where the store failed before', async () => {
  const { store, written } = storeThat((call) => (call < 3 ? 'before' : undefined))
  expect(await recorderOn(store).change(REF, once(REF))).toEqual(change(REF))
  expect([...written]).toEqual([['a', 1]])
})

it('does steps of one object in their order, each on what the one before left', async () => {
  const { store } = storeThat(() => undefined)
  const recorder = recorderOn(store)
  const seen: number[] = []
  const step = ({ findings }: ObjectRecord): LedgerChange => {
    seen.push(findings.length)
    return change(REF)
  }
  await Promise.all([recorder.change(REF, step), recorder.change(REF, step), recorder.change(REF, step)])
  expect(seen).toEqual([0, 1, 2])
})

it('I12 goes on with others where one cannot be decided', async () => {
  const { store, written } = storeThat(() => undefined)
  const recorder = recorderOn(store)
  const poison = recorder.change(REF, () => {
    throw new Error('a fault')
  })
  const other = recorder.change(OTHER, once(OTHER))
  await expect(poison).rejects.toThrow('a fault')
  expect(await other).toEqual(change(OTHER))
  expect([...written]).toEqual([['b', 1]])
})

it('I12 goes on with others where the store refuses what contradicts the record', async () => {
  const { store, written } = storeThat(() => undefined)
  const refusing: RecorderParts['store'] = {
    ...store,
    apply: (changes, fence) =>
      changes.some(({ ref }) => ref === REF)
        ? Promise.reject(new DriftageError('DRF5014', 'refused'))
        : store.apply(changes, fence),
  }
  const recorder = recorderOn(refusing)
  const order: string[] = []
  const first = recorder.change(OTHER, () => change(OTHER)).then(() => order.push('first'))
  const poison = recorder.change(REF, once(REF)).catch((error: unknown) => order.push(String(error)))
  const second = recorder.change(OTHER, () => change(OTHER)).then(() => order.push('second'))
  await Promise.all([first, poison, second])
  expect(order).toEqual(['first', 'DriftageError: refused', 'second'])
  expect([...written]).toEqual([['b', 2]])
  expect([recorder.backlog, recorder.isFailing]).toEqual([0, false])
})

it('decides anew what was refused, since more may be known by then', async () => {
  const { store, written } = storeThat(() => undefined)
  let refusals = 2
  const refusing: RecorderParts['store'] = {
    ...store,
    apply: (changes, fence) =>
      refusals-- > 0 ? Promise.reject(new DriftageError('DRF5014', 'refused')) : store.apply(changes, fence),
  }
  expect(await recorderOn(refusing).change(REF, once(REF))).toEqual(change(REF))
  expect([...written]).toEqual([['a', 1]])
})

it('says that nothing was to be written', async () => {
  const { store, written } = storeThat(() => undefined)
  expect(await recorderOn(store).change(REF, () => undefined)).toBeUndefined()
  expect([...written]).toEqual([])
})

it('writes what is waiting before it ends, and tells whoever asks later', async () => {
  const { store, written } = storeThat(() => undefined)
  const recorder = recorderOn(store)
  const asked = [1, 2, 3].map(() => recorder.change(REF, () => change(REF)))
  await recorder.stop()
  expect([...written]).toEqual([['a', 3]])
  await Promise.all(asked)
  await expect(recorder.change(REF, () => change(REF))).rejects.toMatchObject({ code: 'DRF5202' })
})
