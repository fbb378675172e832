import { SEEN_THROUGH_A_GAP } from '../accepted.ts'
import { heal, partition } from '../gateway-faults.ts'
import type { Perturbation } from '../perturbation.ts'

const UNSEEN = ['scaled', 'switched', 'painted']

export function historyIsCompacted(): Perturbation {
  return {
    id: 'F-03',
    what: 'changes are made while nothing gets through, and history is compacted before it does again',
    differs: SEEN_THROUGH_A_GAP,
    blind: (step) => UNSEEN.includes(step),
    before: async (step, stage) => {
      if (step === 'scaled') partition(stage)
      if (step !== 'deleted') return
      const { live } = stage.cluster
      await live.stopApiServer()
      await live.compact()
      await live.startApiServer()
      heal(stage)
    },
  }
}
