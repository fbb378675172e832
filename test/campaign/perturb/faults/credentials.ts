import { SEEN_THROUGH_A_GAP } from '../accepted.ts'
import { streams } from '../gateway-faults.ts'
import type { Perturbation } from '../perturbation.ts'
import type { Stage } from '../stage.ts'

export function tokenIsRevoked(): Perturbation {
  return barred('the token is revoked for a time', () => 'Bearer revoked')
}

export function rightsAreTaken(): Perturbation {
  const right = ({ cluster }: Stage): string => `Bearer ${cluster.live.tokens.reader}`
  // What may not be read in the whole cluster is tried by namespace, and listed anew when it may be again.
  return { ...barred('the right to read is taken for a time', right), differs: SEEN_THROUGH_A_GAP }
}

/** The real server refuses. Nothing is known while it does, and all as ever after it. */
function barred(what: string, authorization: (stage: Stage) => string): Perturbation {
  return {
    id: 'F-08',
    what,
    blind: (step) => step === 'painted',
    before: async (step, stage) => {
      if (step === 'painted') {
        stage.gateway.authorization = authorization(stage)
        for (const stream of streams(stage)) stream.end()
      }
      if (step !== 'deleted') return
      await stage.until('it is said that nothing is known', ({ findings }) =>
        findings.every(({ frozen }) => frozen?.reason === 'unauthorized' || frozen?.reason === 'forbidden'),
      )
      stage.gateway.authorization = undefined
    },
  }
}
