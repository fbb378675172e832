import { awayWithItsKind, both, judgedBeforeTypesWerePublished, WEAKER_AUTHORS } from '../accepted.ts'
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
    differs: both(awayWithItsKind('Widget/wheel'), WEAKER_AUTHORS),
  }
}

/** @param step before which it is given: with no difference of its object yet, or with one */
export function defaultIsGiven(step: 'painted' | 'fixed'): Perturbation {
  return {
    id: 'F-10',
    what: `a CRD gives a default to a field that its object ${step === 'painted' ? 'in sync' : 'with a drift'} does not have`,
    before: async (next, stage) => {
      if (next === step) await stage.cluster.putDefinition(widgetDefinition({ size: 3 }))
    },
    end: ({ cluster }) => cluster.putDefinition(),
    differs: judgedBeforeTypesWerePublished('Widget/wheel .spec.size'),
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
    differs: both(
      awayWithItsKind('Widget/wheel'),
      both(WEAKER_AUTHORS, judgedBeforeTypesWerePublished('Widget/wheel .spec.size')),
    ),
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
