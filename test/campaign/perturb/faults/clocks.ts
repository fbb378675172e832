import { MINUTE } from '../../../../src/model/instant.ts'
import { WEAKER_AUTHORS } from '../accepted.ts'
import type { Perturbation } from '../perturbation.ts'

export function clockIsAhead(): Perturbation {
  return { id: 'F-13', what: 'our clock is ten minutes ahead of the API server', clockOff: () => 10 * MINUTE }
}

export function clockIsBehind(): Perturbation {
  return {
    id: 'F-13',
    what: 'our clock is ten minutes behind the API server',
    clockOff: () => -10 * MINUTE,
    // An audit event that began long after its version was seen is held to be about another one.
    differs: WEAKER_AUTHORS,
  }
}

export function clockJumps(): Perturbation {
  let off = 0
  const jumps = [-2 * MINUTE, MINUTE, 0, -MINUTE, 2 * MINUTE]
  return {
    id: 'F-14',
    what: 'our clock goes back and forth by minutes between the changes',
    clockOff: () => off,
    setBackMs: 4 * MINUTE,
    differs: WEAKER_AUTHORS,
    before: () => {
      off = jumps.shift() ?? off
      return Promise.resolve()
    },
  }
}
