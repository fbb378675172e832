import { setTimeout as sleep } from 'node:timers/promises'
import { heal, partition } from '../gateway-faults.ts'
import type { Perturbation } from '../perturbation.ts'

const UNSEEN = ['painted', 'deleted', 'recreated', 'fixed', 'overwritten']

export function clusterIsOutOfReach(): Perturbation {
  return {
    id: 'F-15',
    what: 'half of the changes are made while the cluster is out of reach, longer than a list confirms',
    times: { confirmAfterMs: 500, staleAfterMs: 500 },
    blind: (step) => UNSEEN.includes(step),
    before: async (step, stage) => {
      if (step === 'painted') partition(stage)
      if (step !== 'committed') return
      await sleep(1_000)
      heal(stage)
    },
  }
}
