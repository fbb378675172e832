import { setTimeout as sleep } from 'node:timers/promises'
import type { MoveTime } from '../../src/live/archive/times.ts'
import { DAY, type Instant, MINUTE, SECOND } from '../../src/model/instant.ts'

/**
 * Spreads what happens within minutes over weeks: the time between two deeds grows, what follows a deed keeps its pace.
 * Borders lie on whole seconds, as the times that Kubernetes writes do.
 */
export class StretchedTime {
  readonly #begin: Instant
  readonly #borders: { readonly real: Instant; readonly told: Instant }[]

  /** @param begin midnight of the first day, as it is told */
  constructor(begin: Instant, firstMoment: Instant, real: Instant) {
    this.#begin = begin
    this.#borders = [{ real, told: firstMoment }]
  }

  /** Waits for the next whole second; what happens from then on is told to happen on that day. */
  async next(day: number, time: string): Promise<void> {
    const real = (Math.floor(Date.now() / SECOND) + 1) * SECOND
    await sleep(real - Date.now() + 20)
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    this.#borders.push({ real, told: this.#begin + day * DAY + (hours * 60 + minutes) * MINUTE })
  }

  get move(): MoveTime {
    const borders = [...this.#borders]
    return (at) => {
      const border = borders.findLast(({ real }) => real <= at) ?? borders[0]
      return border === undefined ? at : border.told + (at - border.real)
    }
  }
}
