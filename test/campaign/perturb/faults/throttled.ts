import { refuse } from '../../../live/fault-gateway.ts'
import { streams } from '../gateway-faults.ts'
import type { Perturbation } from '../perturbation.ts'

export function requestsAreThrottled(): Perturbation {
  let asked = 0
  return {
    id: 'F-12',
    what: 'every third request is refused with 429, while watches end',
    begin: ({ gateway }) => {
      gateway.interference = () =>
        asked++ % 3 === 0
          ? refuse(429, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: 429 }, { 'retry-after': '1' })
          : undefined
      return Promise.resolve()
    },
    before: (_step, stage) => {
      for (const stream of streams(stage)) stream.end()
      return Promise.resolve()
    },
  }
}
