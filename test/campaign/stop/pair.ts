import { setTimeout as sleep } from 'node:timers/promises'
import type { Replica } from '../../serve/replica.ts'
import type { PostgresServer } from '../../store/postgres-server.ts'

/** Services that share one database, and what the database says of who holds what. */
export class Pair {
  readonly replicas: readonly [Replica, Replica]
  readonly #server: PostgresServer
  readonly #url: string
  readonly #cluster: string

  constructor(replicas: readonly [Replica, Replica], server: PostgresServer, url: string, cluster: string) {
    this.replicas = replicas
    this.#server = server
    this.#url = url
    this.#cluster = cluster
  }

  /** Who holds the lease by its row; an owner is named after its process. */
  async holder(): Promise<Replica | undefined> {
    const rows = await this.#server.query(this.#url, `select owner from lease where cluster = '${this.#cluster}'`)
    const owner = rows[0]?.['owner']
    return this.replicas.find(({ pid }) => typeof owner === 'string' && owner.startsWith(`${pid}-`))
  }

  other(one: Replica): Replica {
    return this.replicas[0] === one ? this.replicas[1] : this.replicas[0]
  }

  /** Whether some transaction under way has passed the fence: it keeps the row of the lease locked until its end. */
  async isInTransaction(): Promise<boolean> {
    const text = `select 1 as free from lease where cluster = '${this.#cluster}' for update skip locked`
    return (await this.#server.query(this.#url, text)).length === 0
  }

  /** Waits until it holds the lease.  @returns after how many ms; undefined where it does not in time */
  async takenBy(replica: Replica, forMs: number): Promise<number | undefined> {
    const begun = performance.now()
    while (performance.now() - begun < forMs) {
      if ((await this.holder()) === replica) return performance.now() - begun
      await sleep(10)
    }
    return undefined
  }
}
