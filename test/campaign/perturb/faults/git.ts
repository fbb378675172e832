import { rename } from 'node:fs/promises'
import type { Perturbation } from '../perturbation.ts'

export function gitIsDown(): Perturbation {
  return {
    id: 'F-16',
    what: 'the repository is gone while most of the changes are made',
    before: async (step, stage) => {
      if (step === 'scaled') {
        await rename(stage.repository, `${stage.repository}-away`)
        stage.poke()
        await stage.waitFor('the source fails', () => stage.sourceFails())
      }
      if (step !== 'committed') return
      await rename(`${stage.repository}-away`, stage.repository)
    },
  }
}
