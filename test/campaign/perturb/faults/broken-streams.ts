import { SEEN_THROUGH_A_GAP } from '../accepted.ts'
import { streams, watchesAreOpen } from '../gateway-faults.ts'
import type { Perturbation } from '../perturbation.ts'

export function streamsGoSilent(): Perturbation {
  return {
    id: 'F-04',
    what: 'watches go silent before each change without being closed',
    times: { idleMs: 1_000 },
    before: async (_step, stage) => {
      await watchesAreOpen(stage)
      for (const stream of streams(stage)) stream.freeze()
    },
  }
}

export function linesAreCut(): Perturbation {
  return {
    id: 'F-05',
    what: 'each change is cut off in the middle of its line',
    differs: SEEN_THROUGH_A_GAP,
    before: async (_step, stage) => {
      await watchesAreOpen(stage)
      for (const stream of streams(stage)) stream.cutAfter(200)
    },
  }
}

export function linesAreDamaged(): Perturbation {
  return {
    id: 'F-05',
    what: 'something that is no event comes before each change',
    differs: SEEN_THROUGH_A_GAP,
    before: async (_step, stage) => {
      await watchesAreOpen(stage)
      for (const stream of streams(stage)) stream.inject('<html>502 Bad Gateway</html>\n')
    },
  }
}
