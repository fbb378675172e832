import type { OpenStore } from '../../../../src/adapters/sql/open-store.ts'
import type { Fence } from '../../../../src/ledger/ports.ts'
import { SEEN_THROUGH_A_GAP } from '../accepted.ts'
import type { Perturbation } from '../perturbation.ts'

/** Everything by which a service writes, counted together. */
const WRITES: readonly string[] = [
  'apply',
  'append',
  'saveSource',
  'forgetSource',
  'saveCluster',
  'acquire',
  'release',
  'set',
]
const SECTIONS = ['ledger', 'reads', 'leases', 'settings', 'persons', 'checkpoints', 'operations'] as const

export interface Crash {
  readonly perturbation: Perturbation
  /** False where the script was over before so many writes were made. */
  readonly happened: () => boolean
}

/**
 * The process dies right before or right after a write: nothing of it reads or writes from then on, and nobody says goodbye.
 * Its lease is taken as run out, so that not each run waits for that.
 */
export function crashAtWrite(number: number, when: 'before' | 'after'): Crash {
  let writes = 0
  let state: 'alive' | 'dead' | 'buried' = 'alive'
  let body: { readonly store: OpenStore; fence?: Fence } | undefined
  const died = (): Error => new Error(`the process died ${when} write ${number}`)
  const mortal =
    (name: string, work: (...args: readonly unknown[]) => Promise<unknown>) =>
    async (...args: readonly unknown[]): Promise<unknown> => {
      // For ever, also when another process goes on by now.
      if (state !== 'alive') throw died()
      const isLast = WRITES.includes(name) && ++writes === number
      if (isLast && when === 'before') state = 'dead'
      if (isLast && when === 'before') throw died()
      const answer = await work(...args)
      if (name === 'acquire' && body !== undefined && answer !== undefined) body.fence = answer as Fence
      if (isLast) state = 'dead'
      if (state !== 'alive') throw died()
      return answer
    }
  const perturbation: Perturbation = {
    id: 'F-23',
    what: `the service dies ${when} its write ${number}`,
    storeOf: (store) => {
      if (state !== 'alive') return store
      body = { store }
      const sections = SECTIONS.map((name) => [name, mapped(store[name], mortal)] as const)
      return { ...store, ...Object.fromEntries(sections) }
    },
    revive: async (stage) => {
      if (state !== 'dead' || body === undefined) return
      const { store, fence } = body
      if (fence !== undefined) await store.leases.release(fence)
      await stage.serviceDied(() => {
        state = 'buried'
      })
    },
    differs: SEEN_THROUGH_A_GAP,
  }
  return { perturbation, happened: () => state !== 'alive' }
}

type Work = (...args: readonly unknown[]) => Promise<unknown>

function mapped(section: object, change: (name: string, work: Work) => Work): object {
  const entries = Object.entries(section).map(([name, work]) => [name, change(name, (work as Work).bind(section))])
  return Object.fromEntries(entries) as object
}
