import { WEAKER_AUTHORS } from '../accepted.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { streams, watchesAreOpen } from '../gateway-faults.ts'
import type { Perturbation } from '../perturbation.ts'

export function eventsAreDoubled(): Perturbation {
  return {
    id: 'F-06',
    what: 'each event is said twice',
    before: async (_step, stage) => {
      await watchesAreOpen(stage)
      for (const stream of streams(stage)) stream.stutter()
    },
  }
}

export function eventsAreHeldBack(): Perturbation {
  const letGo: (() => void)[] = []
  return {
    id: 'F-06',
    what: 'events of Deployments are held back while those of other kinds come',
    blind: (step) => step === 'hotfix' || step === 'scaled' || step === 'fixed' || step === 'overwritten',
    before: async (_step, stage) => {
      await watchesAreOpen(stage)
      if (letGo.length === 0) letGo.push(...streams(stage, 'deployments').map((stream) => stream.hold()))
    },
    made: async (step) => {
      if (step !== 'deleted' && step !== 'taken-back') return
      for (const go of letGo.splice(0)) go()
      await sleep(0)
    },
  }
}

/** What a cache in between does that only keeps the newest version (Sieve: unobserved states). */
export function eventsAreLost(): Perturbation {
  let letGo: (() => void)[] = []
  return {
    id: 'F-06',
    what: 'of two changes of one object only the second one comes',
    differs: WEAKER_AUTHORS,
    blind: (step) => step === 'hotfix',
    before: async (step, stage) => {
      if (step !== 'hotfix') return
      await watchesAreOpen(stage)
      letGo = streams(stage, 'deployments').map((stream) => stream.lose())
    },
    made: async (step) => {
      if (step !== 'hotfix') return
      await sleep(500)
      for (const go of letGo) go()
    },
  }
}
