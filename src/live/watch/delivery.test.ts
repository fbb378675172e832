import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Delivery } from './delivery.ts'
import type { LiveEvent, VersionEvent, WatchScope } from './live-event.ts'

const SCOPE: WatchScope = {
  kind: { group: '', version: 'v1', kind: 'ConfigMap', resource: 'configmaps', namespaced: true, verbs: [] },
  namespace: '',
}

function refTo(name: string) {
  return { cluster: 'prod', group: '', kind: 'ConfigMap', namespace: 'shop', name }
}

function version(name: string, number: number): VersionEvent {
  const id = (of: number) => ({ uid: 'u', resourceVersion: String(of) })
  const previous = number > 1 ? id(number - 1) : undefined
  const origin = { ref: refTo(name), id: id(number), previous, by: 'watch' as const, seenAt: number, coalesced: 0 }
  return { type: 'version', scope: SCOPE, object: { number }, origin }
}

function gone(name: string): LiveEvent {
  return { type: 'gone', scope: SCOPE, ref: refTo(name), lastVersion: undefined, at: 0, confirmedBy: 'watch' }
}

const SYNCED: LiveEvent = { type: 'synced', scope: SCOPE, at: 0 }

/** A consumer that says "no more" until it is let go. */
class Slow {
  readonly told: LiveEvent[] = []
  #go: (() => void)[] = []
  #blocked = true

  readonly take = (event: LiveEvent): void | Promise<void> => {
    this.told.push(event)
    if (this.#blocked) return new Promise((resolve) => this.#go.push(resolve))
  }

  async letGo(): Promise<void> {
    this.#blocked = false
    for (const go of this.#go.splice(0)) go()
    for (let turns = 0; turns < 3; turns++) await new Promise((resolve) => setImmediate(resolve))
  }
}

function inWords(events: readonly LiveEvent[]): string[] {
  return events.map((event) => {
    if (event.type !== 'version') return event.type === 'gone' ? `gone ${event.ref.name}` : event.type
    const { ref, id, previous, coalesced } = event.origin
    return `${ref.name} ${previous?.resourceVersion ?? ''}-${id.resourceVersion} left out ${coalesced}`
  })
}

describe('the delivery to a consumer', () => {
  it('hands over at once as long as nobody is overloaded', () => {
    const told: LiveEvent[] = []
    const delivery = new Delivery((event) => void told.push(event), { coalesceFrom: 1, mostWaiting: 9 })
    const events = [version('a', 1), version('a', 2), gone('a')]
    for (const event of events) delivery.push(event)
    expect(told).toEqual(events)
    expect(delivery.coalesced).toBe(0)
  })

  it('R-20: keeps every version while the overload is small', async () => {
    const slow = new Slow()
    const delivery = new Delivery(slow.take, { coalesceFrom: 9, mostWaiting: 99 })
    for (const number of [1, 2, 3]) delivery.push(version('a', number))
    await slow.letGo()
    expect(inWords(slow.told)).toEqual(['a -1 left out 0', 'a 1-2 left out 0', 'a 2-3 left out 0'])
  })

  it('R-20: coalesces versions of one object under overload, says how many, and calls them no single step', async () => {
    const slow = new Slow()
    const delivery = new Delivery(slow.take, { coalesceFrom: 1, mostWaiting: 99 })
    for (const number of [1, 2, 3, 4]) delivery.push(version('a', number))
    delivery.push(version('b', 1))
    delivery.push(gone('a'))
    delivery.push(version('a', 5))
    delivery.push(version('a', 6))
    await slow.letGo()
    expect(inWords(slow.told)).toEqual([
      'a -1 left out 0',
      'a 1-4 left out 2',
      'b -1 left out 0',
      'gone a',
      'a 4-6 left out 1',
    ])
    const ways = slow.told.map((event) => (event.type === 'version' ? event.origin.by : event.type))
    expect(ways).toEqual(['watch', 'relist', 'watch', 'gone', 'relist'])
    expect(delivery.coalesced).toBe(3)
  })

  it('moves nothing over the border that a whole scope sets', async () => {
    const slow = new Slow()
    const delivery = new Delivery(slow.take, { coalesceFrom: 1, mostWaiting: 99 })
    for (const event of [version('a', 1), version('a', 2), SYNCED, version('a', 3)]) delivery.push(event)
    await slow.letGo()
    expect(inWords(slow.told)).toEqual(['a -1 left out 0', 'a 1-2 left out 0', 'synced', 'a 2-3 left out 0'])
  })

  it('F-06: the last that is told of each object is the last that happened to it', async () => {
    const happening = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.boolean())
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40 }), fc.nat(5), async (happenings, coalesceFrom) => {
        const slow = new Slow()
        const delivery = new Delivery(slow.take, { coalesceFrom, mostWaiting: 999 })
        const events = happenings.map(([name, lives], at) => (lives ? version(name, at + 1) : gone(name)))
        for (const event of events) delivery.push(event)
        await slow.letGo()
        const last = (told: readonly LiveEvent[], name: string) =>
          told.findLast(
            (event) => ('ref' in event ? event.ref : 'origin' in event ? event.origin.ref : undefined)?.name === name,
          )
        for (const name of ['a', 'b', 'c']) {
          const [was, told] = [last(events, name), last(slow.told, name)]
          expect(told?.type).toBe(was?.type)
          if (was?.type === 'version' && told?.type === 'version') expect(told.origin.id).toEqual(was.origin.id)
        }
        const leftOut = slow.told.reduce(
          (sum, event) => sum + (event.type === 'version' ? event.origin.coalesced : 0),
          0,
        )
        expect(leftOut).toBe(delivery.coalesced)
        expect(slow.told.length + leftOut).toBe(events.length)
      }),
    )
  })

  it('asks streams to wait while too much waits, and lets them go on', async () => {
    const slow = new Slow()
    const delivery = new Delivery(slow.take, { coalesceFrom: 99, mostWaiting: 2 })
    for (const name of ['a', 'b', 'c']) delivery.push(version(name, 1))
    const reading = delivery.roomy().then(() => 'went on')
    const turn = new Promise((resolve) => setImmediate(() => resolve('waits')))
    expect(await Promise.race([reading, turn])).toBe('waits')
    await slow.letGo()
    expect(await reading).toBe('went on')
    expect(delivery.waiting).toBe(0)
  })

  it('keeps nothing else of the process waiting, however much streams have at once', async () => {
    let told = 0
    const delivery = new Delivery(() => void told++, { coalesceFrom: 99, mostWaiting: 99 })
    const stream = async (): Promise<void> => {
      for (let number = 1; number <= 50; number++) {
        delivery.push(version('a', number))
        await delivery.roomy()
      }
    }
    const toldAtTurns: number[] = []
    const whole = Promise.all([stream(), stream(), stream()])
    for (let turn = 0; turn < 50; turn++) {
      await new Promise((resolve) => setImmediate(resolve))
      toldAtTurns.push(told)
    }
    await whole
    expect(told).toBe(150)
    const most = Math.max(...toldAtTurns.map((sum, turn) => sum - (toldAtTurns[turn - 1] ?? 0)))
    // Each of the three may have told one more before it waits.
    expect(most).toBeLessThanOrEqual(8 + 3)
  })

  it('hands over nothing after its end', async () => {
    const slow = new Slow()
    const delivery = new Delivery(slow.take, { coalesceFrom: 1, mostWaiting: 1 })
    for (const number of [1, 2]) delivery.push(version('a', number))
    const waiting = delivery.roomy()
    delivery.close()
    await waiting
    await slow.letGo()
    delivery.push(version('a', 3))
    expect(inWords(slow.told)).toEqual(['a -1 left out 0'])
  })
})
