import { request } from 'node:https'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestCluster } from '../cluster/cluster.ts'
import type { Random } from '../differential/random.ts'

/** How an engine puts back what somebody changed. */
export type EngineKind = 'argocd' | 'flux'

const MANAGERS = { argocd: 'argocd-controller', flux: 'kustomize-controller' } as const

interface LiveDeployment {
  readonly metadata: {
    readonly name: string
    readonly resourceVersion: string
    readonly generation?: number
    readonly managedFields?: readonly { readonly manager?: string }[]
  }
}

/**
 * An engine that heals itself: watches Deployments of one namespace, and applies its manifests again within 300 ms of each
 * change. As `flux` it first takes the entries of kubectl out of managedFields, so that nothing on the object tells who was there.
 */
export class EngineLoop {
  readonly #cluster: TestCluster
  readonly #kind: EngineKind
  readonly #namespace: string
  readonly #manifests: ReadonlyMap<string, object>
  readonly #random: Random
  readonly #underWay = new Set<Promise<void>>()
  #stream: ReturnType<typeof request> | undefined

  constructor(
    cluster: TestCluster,
    kind: EngineKind,
    namespace: string,
    manifests: ReadonlyMap<string, object>,
    random: Random,
  ) {
    this.#cluster = cluster
    this.#kind = kind
    this.#namespace = namespace
    this.#manifests = manifests
    this.#random = random
  }

  /** Rolls everything out, and begins to watch. */
  async start(): Promise<void> {
    await Promise.all([...this.#manifests.keys()].map((name) => this.#apply(name)))
    const { metadata } = await this.#cluster.admin.expect<{ metadata: { resourceVersion: string } }>(
      'GET',
      this.#path(),
    )
    await new Promise<void>((resolve, reject) => {
      const address = new URL(
        `${this.#path()}?watch=true&resourceVersion=${metadata.resourceVersion}`,
        this.#cluster.url,
      )
      const headers = { authorization: `Bearer ${this.#cluster.tokens[this.#kind]}` }
      this.#stream = request(address, { headers, ca: this.#cluster.ca, agent: false }, (incoming) => {
        const lines = createInterface({ input: incoming }).on('line', (line) => this.#saw(line))
        // Readers of lines pass on that the stream was cut, which is how it ends.
        for (const emitter of [incoming, lines]) emitter.on('error', () => {})
        resolve()
      })
      this.#stream.on('error', reject)
      this.#stream.end()
    })
  }

  async stop(): Promise<void> {
    this.#stream?.destroy()
    await Promise.all(this.#underWay)
  }

  #saw(line: string): void {
    const { type, object } = JSON.parse(line) as { type: string; object: LiveDeployment }
    if (type !== 'MODIFIED') return
    // What is as it should be is applied in vain, and makes no version.
    const heal = sleep(this.#random.between(0, 300)).then(() => this.#heal(object.metadata.name))
    const done = heal.catch(() => {}).finally(() => this.#underWay.delete(done))
    this.#underWay.add(done)
  }

  async #heal(name: string): Promise<void> {
    if (this.#kind === 'flux') await this.#stripOthers(name)
    await this.#apply(name)
  }

  async #apply(name: string): Promise<void> {
    const query = `fieldManager=${MANAGERS[this.#kind]}&force=true`
    await this.#cluster.as(this.#kind).expect('PATCH', `${this.#path(name)}?${query}`, {
      body: this.#manifests.get(name),
      contentType: 'application/apply-patch+yaml',
    })
  }

  async #stripOthers(name: string): Promise<void> {
    const client = this.#cluster.as('flux')
    const { metadata } = await client.expect<LiveDeployment>('GET', this.#path(name))
    const kept = (metadata.managedFields ?? []).filter(({ manager }) => manager?.startsWith('kubectl') !== true)
    if (kept.length === metadata.managedFields?.length) return
    const body = [
      { op: 'test', path: '/metadata/resourceVersion', value: metadata.resourceVersion },
      { op: 'replace', path: '/metadata/managedFields', value: kept },
    ]
    // Somebody else was quicker: their change is another event.
    await client.send('PATCH', `${this.#path(name)}?fieldManager=${MANAGERS.flux}`, {
      body,
      contentType: 'application/json-patch+json',
    })
  }

  #path(name?: string): string {
    const collection = `/apis/apps/v1/namespaces/${this.#namespace}/deployments`
    return name === undefined ? collection : `${collection}/${name}`
  }
}
