import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import type { Finding } from '../../src/model/finding.ts'
import { settings } from '../stories/base/manifests.ts'
import { Story } from '../stories/base/story.ts'
import { ENGINES, type TestEngine } from '../store/engines.ts'
import { RunningService, type ServedSource } from './running-service.ts'

let cluster: TestCluster
let engine: TestEngine
const stories: Story[] = []

beforeAll(async () => {
  const [first] = ENGINES
  ;[cluster, engine] = await Promise.all([startCluster(), (first as (typeof ENGINES)[number]).start()])
})

afterAll(async () => {
  for (const story of stories) story.end()
  await engine.stop()
  await cluster.stop()
})

/** Two repositories rolled out to one namespace, and a service that can be stopped and started in between. */
class Watched {
  readonly shop: Story
  readonly extra: Story
  readonly #place: Awaited<ReturnType<TestEngine['place']>>
  #service: RunningService | undefined
  #sources: readonly ServedSource[]

  private constructor(shop: Story, extra: Story, place: Awaited<ReturnType<TestEngine['place']>>) {
    this.shop = shop
    this.extra = extra
    this.#place = place
    this.#sources = [
      { name: 'extra', repository: extra.folder, namespace: shop.namespace },
      { name: 'shop', repository: shop.folder, namespace: shop.namespace },
    ]
  }

  /** What both hold is rolled out, a person has changed one object of each, and both changes are recorded. */
  static async begin(namespace: string): Promise<Watched> {
    const made = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }
    await cluster.admin.expect('POST', '/api/v1/namespaces', { body: made })
    const shop = new Story(cluster, namespace)
    const extra = new Story(cluster, namespace)
    stories.push(shop, extra)
    shop.commit({
      'stays.json': settings('stays', { a: '1' }),
      'old.json': settings('old', { a: '1' }),
      'calm.json': settings('calm', { a: '1' }),
    })
    extra.commit({ 'other.json': settings('other', { a: '1' }) })
    await shop.deploy('argocd')
    await extra.deploy('argocd')
    const watched = new Watched(shop, extra, await engine.place())
    await watched.on()
    for (const name of ['old', 'other'])
      await shop.kubectl('alice', ['patch', 'configmap', name, '-p', '{"data":{"a":"2"}}'])
    await watched.says([
      'settling drift modified ConfigMap/old .data.a',
      'settling drift modified ConfigMap/other .data.a',
    ])
    return watched
  }

  async on(): Promise<void> {
    this.#service = await RunningService.start({ cluster, engine, place: this.#place, sources: this.#sources })
    await this.#service.live()
  }

  async off(): Promise<void> {
    await this.#service?.stop()
    this.#service = undefined
  }

  /** Does something while the service is off. */
  async meanwhile(work: () => Promise<void> | void): Promise<void> {
    await this.off()
    await work()
    await this.on()
  }

  /** Waits until the ledger tells of these sources, and of no others. */
  async knows(expected: readonly string[]): Promise<void> {
    const isSo = async (): Promise<boolean> => {
      const sources = (await this.#service?.store.reads.sources()) ?? []
      return JSON.stringify(sources.map(({ name }) => name)) === JSON.stringify(expected)
    }
    await this.#service?.until(`only ${expected.join()} are known`, isSo)
  }

  poke(source: string): void {
    this.#service?.poke(source)
  }

  /** Waits until an object that sources hold is as said. */
  async settled(line: string): Promise<void> {
    await this.#service?.until(line, async () => (await this.objects()).includes(line))
  }

  /** Takes a source out of the configuration of the next start. */
  without(name: string): void {
    this.#sources = this.#sources.filter((source) => source.name !== name)
  }

  /** Waits until the ledger has exactly these findings, resolved ones with how they ended. */
  async says(expected: readonly string[]): Promise<void> {
    const service = this.#service
    if (service === undefined) throw new Error('the service is off')
    let found: readonly string[] = []
    const isSo = async (): Promise<boolean> => {
      const { items } = await service.store.reads.findings({ now: Date.now(), limit: 1_000 })
      found = items.map(lineOf).toSorted()
      return JSON.stringify(found) === JSON.stringify(expected)
    }
    await service.until('what is expected', isSo).catch(() => {})
    expect(found).toEqual(expected)
  }

  /** Objects that sources hold, with their verdicts. */
  async objects(): Promise<readonly string[]> {
    const page = await this.#service?.store.reads.objects({ limit: 1_000 })
    return (page?.items ?? [])
      .filter(({ sources }) => sources.length > 0)
      .map(({ ref, verdict, reason }) => `${ref.name} ${verdict}${reason === null ? '' : ` (${reason})`}`)
      .toSorted()
  }
}

function lineOf({ state, period, agreedSince, agreedThrough, standing, drift }: Finding): string {
  const ending = agreedSince === null ? state : `ending as ${agreedThrough}`
  const now = state === 'resolved' ? period.resolution : ending
  return `${now} ${standing} ${drift.kind} ${drift.object.kind}/${drift.object.name} ${drift.path || '(object)'}`
}

const OLD = 'settling drift modified ConfigMap/old .data.a'
const OTHER = 'settling drift modified ConfigMap/other .data.a'

describe('what Git let go of while no service was running', () => {
  it('R-15 is a pending removal while the object is there, and over when the deployer has taken it away', async () => {
    const watched = await Watched.begin('let-go')
    await watched.meanwhile(() => void watched.shop.commit({ 'old.json': undefined, 'calm.json': undefined }))
    await watched.says([
      'ending as git-changed drift modified ConfigMap/old .data.a',
      OTHER,
      'settling pending added ConfigMap/calm (object)',
      'settling pending added ConfigMap/old (object)',
    ])
    await watched.shop.kubectl('argocd', ['delete', 'configmap', 'calm'])
    const ended = [
      'ending as git-changed drift modified ConfigMap/old .data.a',
      'git-changed pending added ConfigMap/calm (object)',
      OTHER,
    ]
    await watched.says([...ended, 'settling pending added ConfigMap/old (object)'])
    await watched.meanwhile(() => watched.shop.kubectl('argocd', ['delete', 'configmap', 'old']))
    await watched.says([
      'git-changed drift modified ConfigMap/old .data.a',
      'git-changed pending added ConfigMap/calm (object)',
      'git-changed pending added ConfigMap/old (object)',
      OTHER,
    ])
    expect(await watched.objects()).toEqual(['other drifted', 'stays in-sync'])
    await watched.off()
  })

  it('has ended where the object is gone as well, or was never the deployer’s', async () => {
    const watched = await Watched.begin('let-go-and-gone')
    await watched.meanwhile(async () => {
      watched.shop.commit({ 'old.json': undefined, 'calm.json': undefined })
      await watched.shop.kubectl('argocd', ['delete', 'configmap', 'calm', 'old'])
      await watched.shop.kubectl('alice', ['create', 'configmap', 'calm', '--from-literal=a=9'])
    })
    await watched.says(['git-changed drift modified ConfigMap/old .data.a', OTHER])
    expect(await watched.objects()).toEqual(['other drifted', 'stays in-sync'])
    await watched.off()
  })

  it('R-17 has ended as source-removed where its source left the configuration', async () => {
    const watched = await Watched.begin('left-out')
    await watched.meanwhile(() => watched.without('extra'))
    await watched.says([OLD, 'source-removed drift modified ConfigMap/other .data.a'])
    expect(await watched.objects()).toEqual(['calm in-sync', 'old drifted', 'stays in-sync'])
    await watched.knows(['shop'])
    await watched.off()
  })

  it('I1 has not ended while Git cannot be read', async () => {
    const watched = await Watched.begin('unread')
    const { folder } = watched.shop
    await watched.meanwhile(() => {
      watched.shop.commit({ 'old.json': undefined })
      renameSync(folder, `${folder}-away`)
    })
    await watched.says([OLD, OTHER])
    renameSync(`${folder}-away`, folder)
    watched.poke('shop')
    await watched.says([
      'ending as git-changed drift modified ConfigMap/old .data.a',
      OTHER,
      'settling pending added ConfigMap/old (object)',
    ])
    expect(await watched.objects()).toEqual(['calm in-sync', 'old pending', 'other drifted', 'stays in-sync'])
    await watched.off()
  })
})

describe('what Git lets go of while a service is running', () => {
  it('is told from an object of the same name that stays in another namespace', async () => {
    const watched = await Watched.begin('twin')
    const { shop } = watched
    const { metadata, ...rest } = settings('old', { a: '1' }) as { readonly metadata: object }
    shop.commit({ 'twin.json': { ...rest, metadata: { ...metadata, namespace: 'default' } } })
    const apply = ['apply', '--server-side', '--field-manager=argocd-controller', '-f', join(shop.folder, 'twin.json')]
    await shop.kubectl('argocd', ['-n', 'default', ...apply])
    watched.poke('shop')
    await watched.settled('old in-sync')
    shop.commit({ 'old.json': undefined })
    watched.poke('shop')
    await watched.says([
      'ending as git-changed drift modified ConfigMap/old .data.a',
      OTHER,
      'settling pending added ConfigMap/old (object)',
    ])
    expect(await watched.objects()).toEqual([
      'calm in-sync',
      'old in-sync',
      'old pending',
      'other drifted',
      'stays in-sync',
    ])
    await watched.off()
  })
})
