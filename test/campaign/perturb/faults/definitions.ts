import { awayForATime, both, WEAKER_AUTHORS } from '../accepted.ts'
import { widgetDefinition } from '../objects.ts'
import type { Perturbation } from '../perturbation.ts'
import type { Stage } from '../stage.ts'

export function definitionIsRemoved(): Perturbation {
  return {
    id: 'F-10',
    what: 'a CRD is removed, made anew and its object rolled out again',
    before: async (step, stage) => {
      if (step !== 'painted') return
      await isGoneForATime(stage)
      await stage.deploy('wheel.json')
      await stage.waitFor('it is judged again', async () => (await stage.unknownObjects()).length === 0)
    },
    differs: both(awayForATime('Widget/wheel'), WEAKER_AUTHORS),
  }
}

export function defaultIsGiven(): Perturbation {
  return {
    id: 'F-10',
    what: 'a CRD gives a default to a field that objects do not have',
    before: async (step, stage) => {
      // Before there is a difference of its objects, and with one.
      if (step === 'painted') await stage.cluster.putDefinition(widgetDefinition({ size: 3 }))
      if (step === 'fixed') await stage.cluster.putDefinition(widgetDefinition({ size: 4 }))
    },
    end: ({ cluster }) => cluster.putDefinition(),
  }
}

export function comesBackWithADefault(): Perturbation {
  return {
    id: 'F-10',
    what: 'a CRD is removed and comes back with a default',
    before: async (step, stage) => {
      if (step !== 'painted') return
      await isGoneForATime(stage, widgetDefinition({ size: 3 }))
      await stage.deploy('wheel.json')
      await stage.waitFor('it is judged again', async () => (await stage.unknownObjects()).length === 0)
    },
    end: ({ cluster }) => cluster.putDefinition(),
    differs: both(awayForATime('Widget/wheel'), WEAKER_AUTHORS),
  }
}

/** @param after what the CRD is like when it comes back */
async function isGoneForATime(stage: Stage, after?: object): Promise<void> {
  await stage.cluster.removeDefinition()
  await stage.waitFor('the kind is unknown', async () =>
    (await stage.unknownObjects()).includes('Widget/wheel crd-missing'),
  )
  await stage.cluster.putDefinition(after)
}
