import { SEEN_THROUGH_A_GAP } from '../accepted.ts'
import type { Perturbation } from '../perturbation.ts'

export function apiServerRestarts(): Perturbation {
  return {
    id: 'F-01',
    what: 'the API server is killed and started again between the changes',
    differs: SEEN_THROUGH_A_GAP,
    before: async (step, { cluster }) => {
      if (step !== 'scaled' && step !== 'deleted' && step !== 'overwritten') return
      await cluster.live.stopApiServer()
      await cluster.live.startApiServer()
    },
  }
}

export function etcdRestarts(): Perturbation {
  return {
    id: 'F-01',
    what: 'etcd is killed and started again between the changes',
    before: async (step, { cluster }) => {
      if (step === 'scaled' || step === 'deleted' || step === 'overwritten') await cluster.live.restartEtcd()
    },
  }
}
