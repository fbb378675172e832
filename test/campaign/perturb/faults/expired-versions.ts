import { SEEN_THROUGH_A_GAP } from '../accepted.ts'
import { refuse } from '../../../live/fault-gateway.ts'
import { sayExpired, streams, watchesAreOpen } from '../gateway-faults.ts'
import type { Perturbation } from '../perturbation.ts'

export function streamsExpire(): Perturbation {
  return {
    id: 'F-02',
    what: 'each watch is told before each change that its version has expired',
    differs: SEEN_THROUGH_A_GAP,
    before: async (_step, stage) => {
      await watchesAreOpen(stage)
      sayExpired(stage)
      await watchesAreOpen(stage)
    },
  }
}

export function listsComeInPages(): Perturbation {
  return {
    id: 'F-02',
    what: 'the server streams no lists, and versions expire',
    differs: SEEN_THROUGH_A_GAP,
    begin: ({ gateway }) => {
      gateway.interference = ({ url = '' }) =>
        url.includes('sendInitialEvents')
          ? refuse(422, { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Invalid', code: 422 })
          : undefined
      return Promise.resolve()
    },
    seen: async (_step, stage) => {
      await watchesAreOpen(stage)
      sayExpired(stage)
      await stage.waitFor('watches have ended', () => Promise.resolve(streams(stage).length > 0))
    },
  }
}
