import { MINUTE } from '../../../../src/model/instant.ts'
import type { Perturbation } from '../perturbation.ts'

export function clockIsAhead(): Perturbation {
  return { id: 'F-13', what: 'our clock is ten minutes ahead of the API server', clockOff: () => 10 * MINUTE }
}

export function clockIsBehind(): Perturbation {
  return { id: 'F-13', what: 'our clock is ten minutes behind the API server', clockOff: () => -10 * MINUTE }
}

export function clockJumps(): Perturbation {
  let off = 0
  const jumps = [-2 * MINUTE, MINUTE, 0, -MINUTE, 2 * MINUTE]
  return {
    id: 'F-14',
    what: 'our clock goes back and forth by minutes between the changes',
    clockOff: () => off,
    setBackMs: 4 * MINUTE,
    before: () => {
      off = jumps.shift() ?? off
      return Promise.resolve()
    },
  }
}
