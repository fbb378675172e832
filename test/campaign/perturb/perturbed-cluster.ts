import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureTool } from '../../../tools/build.mjs'
import { ApiClient } from '../../cluster/api-client.ts'
import { writeKubeconfigs } from '../../cluster/kubeconfig.ts'
import { runKubectl } from '../../cluster/kubectl.ts'
import type { TestCluster } from '../../cluster/test-cluster.ts'
import { allRightsFor, type ClusterUser, USERS_WITH_ALL_RIGHTS } from '../../cluster/users.ts'
import { LiveCluster } from '../../live/live-cluster.ts'
import { DEFINITION_PATH, WIDGETS, widgetDefinition } from './objects.ts'

/** A control plane whose parts can be stopped, compacted and set back, with the people and the engine that write to it. */
export class PerturbedCluster {
  readonly live: LiveCluster
  readonly kubeconfigs: TestCluster['kubeconfigs']
  readonly #kubectl: string
  readonly #clients = new Map<ClusterUser, ApiClient>()

  private constructor(live: LiveCluster, kubectl: string, kubeconfigs: TestCluster['kubeconfigs']) {
    this.live = live
    this.kubeconfigs = kubeconfigs
    this.#kubectl = kubectl
  }

  static async start(): Promise<PerturbedCluster> {
    const [live, { dir }] = await Promise.all([LiveCluster.start(), ensureTool('kube')])
    const kubeconfigs = await writeKubeconfigs(join(live.dir, 'kubeconfigs'), live.url, live.ca, live.tokens)
    const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'
    await live.admin.expect('POST', bindings, { body: allRightsFor(USERS_WITH_ALL_RIGHTS) })
    return new PerturbedCluster(live, join(dir, 'kubectl'), kubeconfigs)
  }

  as(user: ClusterUser): ApiClient {
    const client = this.#clients.get(user) ?? new ApiClient(this.live.url, this.live.ca, this.live.tokens[user])
    this.#clients.set(user, client)
    return client
  }

  kubectl: TestCluster['kubectl'] = (user, args, input) =>
    runKubectl(this.#kubectl, this.kubeconfigs[user], this.live.dir, args, input)

  /** Takes the kind away with all its objects. */
  async removeDefinition(): Promise<void> {
    await this.live.admin.send('DELETE', DEFINITION_PATH)
    await this.#definition('is gone', async () => (await this.live.admin.send('GET', DEFINITION_PATH)).status === 404)
  }

  /** Makes the kind, or gives it another schema. Served when this is over. */
  async putDefinition(definition: object = widgetDefinition()): Promise<void> {
    await this.live.admin.expect('PATCH', `${DEFINITION_PATH}?fieldManager=platform&force=true`, {
      body: definition,
      contentType: 'application/apply-patch+yaml',
    })
    await this.#definition('is served', async () => (await this.live.admin.send('GET', WIDGETS)).status === 200)
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.values()) client.close()
    await this.live.stop()
  }

  async #definition(what: string, holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 30_000; !(await holds()); await sleep(50))
      if (Date.now() > end) throw new Error(`the definition of widgets: not in 30 s: ${what}`)
  }
}
