import { setTimeout as sleep } from 'node:timers/promises'
import type { TestCluster } from '../../cluster/cluster.ts'
import type { Random } from '../../differential/random.ts'
import { fixable } from '../reverter/hotfixes.ts'

/** Alice changes and the engine applies again, at random, for as long as it goes on. */
export class Load {
  readonly #cluster: TestCluster
  readonly #namespace: string
  readonly #names: readonly string[]
  readonly #random: Random
  #running: Promise<void> = Promise.resolve()
  #stopped = false
  #number = 0

  constructor(cluster: TestCluster, namespace: string, names: readonly string[], random: Random) {
    this.#cluster = cluster
    this.#namespace = namespace
    this.#names = names
    this.#random = random
  }

  /** Also again after a stop. */
  start(): void {
    this.#stopped = false
    this.#running = this.#run()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  /** A change of the image that nobody made before. */
  async change(name: string): Promise<void> {
    const containers = [{ name: 'web', image: `nginx:fix-${this.#number++}` }]
    await this.#cluster.as('alice').expect('PATCH', `${this.#path(name)}?fieldManager=kubectl-patch`, {
      body: { spec: { template: { spec: { containers } } } },
      contentType: 'application/strategic-merge-patch+json',
    })
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const name = this.#random.pick(this.#names)
      if (this.#random.chance(0.6)) await this.change(name)
      else await this.#apply(name)
      await sleep(this.#random.between(0, 60))
    }
  }

  async #apply(name: string): Promise<void> {
    await this.#cluster.as('argocd').expect('PATCH', `${this.#path(name)}?fieldManager=argocd-controller&force=true`, {
      body: fixable(name),
      contentType: 'application/apply-patch+yaml',
    })
  }

  #path(name: string): string {
    return `/apis/apps/v1/namespaces/${this.#namespace}/deployments/${name}`
  }
}
