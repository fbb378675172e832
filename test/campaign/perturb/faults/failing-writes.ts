import type { Perturbation } from '../perturbation.ts'

export function everyOtherWriteFails(when: 'before' | 'after'): Perturbation {
  let writes = 0
  let failed = 0
  return {
    id: 'F-23',
    what: `every other write fails ${when} it is done`,
    storeOf: (store) => ({
      ...store,
      ledger: {
        ...store.ledger,
        apply: async (changes, fence) => {
          const fails = writes++ % 2 === 1
          if (fails && when === 'before') throw new Error(`the connection broke (${++failed})`)
          await store.ledger.apply(changes, fence)
          if (fails) throw new Error(`the connection broke (${++failed})`)
        },
      },
    }),
    end: () => (failed > 0 ? Promise.resolve() : Promise.reject(new Error('no write failed'))),
  }
}
