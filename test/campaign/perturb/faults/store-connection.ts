import { startCuttingProxy, type CuttingProxy } from '../../../store/cutting-proxy.ts'
import { type PostgresServer, startPostgres } from '../../../store/postgres-server.ts'
import type { Perturbation } from '../perturbation.ts'

export function commitsAreCut(when: 'before' | 'after'): Perturbation {
  let proxy: CuttingProxy | undefined
  return {
    id: 'F-21',
    what: `the connection to the store breaks ${when} a commit is carried out, at each change`,
    engine: 'postgres',
    placeOf: async (place) => {
      if (place.kind !== 'postgres') throw new Error('not PostgreSQL')
      proxy = await startCuttingProxy(place.url)
      return { kind: 'postgres', url: proxy.url }
    },
    before: () => {
      proxy?.cutNextCommit(when)
      return Promise.resolve()
    },
    end: async (stage) => {
      await stage.stopService()
      await proxy?.stop()
    },
  }
}

export function postgresRestarts(): Perturbation {
  let server: PostgresServer | undefined
  return {
    id: 'F-21',
    what: 'PostgreSQL is killed and started again while changes are made',
    engine: 'postgres',
    placeOf: async () => {
      server = await startPostgres()
      return { kind: 'postgres', url: await server.database() }
    },
    made: async (step) => {
      if (step === 'scaled' || step === 'deleted' || step === 'overwritten') await server?.restart()
    },
    end: async (stage) => {
      await stage.stopService()
      await server?.stop()
    },
  }
}
