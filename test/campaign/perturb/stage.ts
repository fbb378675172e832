import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StorePlace } from '../../../src/adapters/sql/open-store.ts'
import { writeKubeconfigs } from '../../cluster/kubeconfig.ts'
import type { ClusterUser } from '../../cluster/users.ts'
import { FaultGateway } from '../../live/fault-gateway.ts'
import { RunningService, told } from '../../serve/running-service.ts'
import type { TestEngine } from '../../store/engines.ts'
import { Story } from '../../stories/base/story.ts'
import { AuditRelay } from './audit-relay.ts'
import { MANIFESTS, type ManifestFile, pathOf } from './objects.ts'
import type { Perturbation } from './perturbation.ts'
import type { PerturbedCluster } from './perturbed-cluster.ts'
import { type Recorded, SCRIPT, type Step, type StepName } from './script.ts'

/** What a watch takes here instead of minutes, so that a fault is over in seconds. */
const QUICK = {
  firstPauseMs: 50,
  longestPauseMs: 300,
  longestRefusedPauseMs: 300,
  shortestStreamMs: 100,
  discoveryMs: 300,
}
/** Longer than the log is late here; in a service it is as long as API servers gather their batches. */
const AUDIT_PATIENCE_MS = 4_000
const DEAD_MS = 500
const PATIENCE_MS = 60_000

/** Where the service finds the token of the cluster's webhook. */
export const AUDIT_TOKEN_NAME = 'DRIFTAGE_PERTURBED_AUDIT_TOKEN'

/** Everything that one run of the script happens on: a namespace, a repository, a way to the cluster, a store, a service. */
export class Stage {
  readonly cluster: PerturbedCluster
  readonly engine: TestEngine
  readonly namespace: string
  readonly gateway: FaultGateway
  readonly place: StorePlace
  readonly #dead: Promise<void>[] = []
  readonly #perturbation: Perturbation
  readonly #story: Story
  readonly #relay: AuditRelay
  #service: RunningService | undefined

  private constructor(
    cluster: PerturbedCluster,
    engine: TestEngine,
    namespace: string,
    perturbation: Perturbation,
    place: StorePlace,
  ) {
    this.cluster = cluster
    this.engine = engine
    this.namespace = namespace
    this.#perturbation = perturbation
    this.place = place
    this.gateway = new FaultGateway(cluster.live.url, cluster.live.ca)
    this.#story = new Story(cluster, namespace)
    this.#relay = new AuditRelay(cluster.live.auditLog, join(cluster.live.dir, `${namespace}.jsonl`))
  }

  /** Rolls everything out; no service runs yet. */
  static async set(
    cluster: PerturbedCluster,
    engine: TestEngine,
    namespace: string,
    perturbation: Perturbation,
  ): Promise<Stage> {
    await cluster.putDefinition()
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
    await cluster.live.admin.expect('POST', '/api/v1/namespaces', { body })
    const usualPlace = await engine.place()
    const place = (await perturbation.placeOf?.(usualPlace)) ?? usualPlace
    const stage = new Stage(cluster, engine, namespace, perturbation, place)
    stage.commit(MANIFESTS)
    for (const file of Object.keys(MANIFESTS) as ManifestFile[]) await stage.deploy(file)
    await stage.gateway.start()
    await stage.#relay.start(perturbation.auditWay)
    return stage
  }

  /** @throws Error while none runs */
  get service(): RunningService {
    if (this.#service === undefined) throw new Error('no service runs')
    return this.#service
  }

  /** The service's clock. */
  now(): number {
    return Date.now() + (this.#perturbation.clockOff?.() ?? 0)
  }

  /** Starts the service on the data that are there. */
  async startService(): Promise<void> {
    const { storeOf, times, audit = 'file' } = this.#perturbation
    const { cluster, gateway, engine } = this
    const folder = join(cluster.live.dir, `kubeconfigs-${this.namespace}`)
    const kubeconfigs = await writeKubeconfigs(folder, gateway.url, gateway.ca, cluster.live.tokens)
    const now = (): number => this.now()
    this.#service = await RunningService.start({
      cluster: { kubeconfigs },
      engine: {
        open: async (place, options) => {
          const store = await engine.open(place, options)
          return storeOf?.(store, this) ?? store
        },
      },
      place: this.place,
      sources: [{ name: 'shop', repository: this.#story.folder, namespace: this.namespace }],
      now,
      audit: audit === 'file' ? { file: this.#relay.file } : { token: { from: 'environment', name: AUDIT_TOKEN_NAME } },
      auditPatienceMs: AUDIT_PATIENCE_MS,
      watching: { surroundings: { now }, times: { ...QUICK, ...times } },
    })
  }

  /** Ends the service in an orderly way. */
  async stopService(): Promise<void> {
    const service = this.#service
    this.#service = undefined
    await service?.stop()
  }

  /** The service is gone without a goodbye, and another one goes on with its data once it is `buried`. */
  async serviceDied(buried: () => void): Promise<void> {
    const dead = this.#service
    this.#service = undefined
    if (dead !== undefined) this.#dead.push(dead.stop().catch(() => {}))
    await dead?.store.close()
    buried()
    await this.startService()
  }

  /** What the service knows of Git's objects: kind and name of those that it cannot judge. */
  async unknownObjects(): Promise<readonly string[]> {
    const { items } = await this.service.store.reads.objects({ verdict: 'unknown', limit: 100 })
    return items.map(({ ref, reason }) => `${ref.kind}/${ref.name} ${reason}`)
  }

  async sourceFails(): Promise<boolean> {
    return (await this.service.store.reads.sources()).some(({ failing }) => failing !== null)
  }

  async waitFor(what: string, holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; !(await holds()); await sleep(30))
      if (Date.now() > end) throw new Error(`not in ${PATIENCE_MS} ms: ${what}`)
  }

  /** Folder of the repository. */
  get repository(): string {
    return this.#story.folder
  }

  commit(files: Readonly<Record<string, object | undefined>>): void {
    this.#story.commit(files)
  }

  poke(): void {
    this.#service?.poke('shop')
  }

  /** Rolls one file out as the engine does. */
  deploy(file: ManifestFile): Promise<void> {
    const path = `${pathOf(this.namespace, file)}?fieldManager=argocd-controller&force=true`
    return this.send('argocd', 'PATCH', path, MANIFESTS[file], 'application/apply-patch+yaml')
  }

  /** One write to the real API server, which must take it. */
  async send(user: ClusterUser, method: string, path: string, body?: object, contentType?: string): Promise<void> {
    const options = { ...(body === undefined ? {} : { body }), ...(contentType === undefined ? {} : { contentType }) }
    await this.cluster.as(user).expect(method, path, options)
  }

  /** A change is made once more, as people do when it was lost. */
  async again(name: StepName): Promise<void> {
    const step: Step = SCRIPT[name]
    await step.make(this)
    await this.until(name, step.isSeen)
  }

  async recorded(): Promise<Recorded> {
    const { reads } = this.service.store
    const [findings, fixes] = await Promise.all([
      reads.findings({ now: this.now(), limit: 1_000 }),
      reads.overwritten({ limit: 1_000 }),
    ])
    return { findings: findings.items, fixes: fixes.items }
  }

  /** Waits until something holds of the ledger. A store that cannot be read is asked again. */
  async until(what: string, holds: (recorded: Recorded) => boolean): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(30)) {
      await this.#perturbation.revive?.(this)
      const recorded = await this.recorded().catch(() => undefined)
      if (recorded !== undefined && holds(recorded)) return
      if (Date.now() > end)
        throw new Error(`not in ${PATIENCE_MS} ms: ${what}; there is: ${told(recorded?.findings ?? []).join(', ')}`)
    }
  }

  /** Waits until the first pass over everything is over. */
  async isLive(): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; ; await sleep(20)) {
      await this.#perturbation.revive?.(this)
      const states = this.#service?.watching.service.clusterStates() ?? []
      if (states.length > 0 && states.every(({ state }) => state === 'live')) return
      if (Date.now() > end) throw new Error(`not live in ${PATIENCE_MS} ms: ${JSON.stringify(states)}`)
    }
  }

  async clear(): Promise<void> {
    await this.#perturbation.end?.(this)
    await this.stopService()
    // What died ends by itself when its lease has run out; nobody waits for the dead longer than for a moment.
    await Promise.race([Promise.all(this.#dead), sleep(DEAD_MS)])
    await this.#relay.stop()
    await this.gateway.stop()
    this.#story.end()
    if (this.place.kind === 'embedded') await rm(this.place.folder, { recursive: true, force: true })
  }
}
