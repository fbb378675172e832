import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ClusterClient, createClusterReader } from '../../src/adapters/kube/cluster-client.ts'
import { loadClusterConfig } from '../../src/adapters/kube/load-cluster-config.ts'
import {
  type ClusterWatch,
  type WantedKind,
  watchCluster,
  type WatchOptions,
} from '../../src/live/watch/cluster-watch.ts'
import type { LiveConsumer } from '../../src/live/watch/delivery.ts'
import type { LiveEvent, VersionEvent } from '../../src/live/watch/live-event.ts'
import type { WatchTimes } from '../../src/live/watch/surroundings.ts'
import { at, textOf } from '../../src/model/json.ts'
import type { KindInfo } from '../../src/model/kind-info.ts'
import { waitUntilNothingIsMissing } from '../cluster/waiting.ts'

export const CONFIG_MAP: KindInfo = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  resource: 'configmaps',
  namespaced: true,
  verbs: ['get', 'list', 'watch'],
}
export const SECRET: KindInfo = { ...CONFIG_MAP, kind: 'Secret', resource: 'secrets' }
export const SERVICE: KindInfo = { ...CONFIG_MAP, kind: 'Service', resource: 'services' }

/** A tenth to a hundredth of what is usual, so that faults take moments. */
export const QUICK: Partial<WatchTimes> = {
  firstPauseMs: 20,
  longestPauseMs: 300,
  longestRefusedPauseMs: 300,
  shortestStreamMs: 50,
  staleAfterMs: 1_000,
  discoveryMs: 200,
}

/** Watches one address as one user and keeps what is told. */
export class Observer {
  readonly events: LiveEvent[] = []
  readonly watch: ClusterWatch
  readonly client: ClusterClient

  private constructor(
    client: ClusterClient,
    wanted: readonly WantedKind[],
    options: WatchOptions,
    consume: LiveConsumer,
  ) {
    this.client = client
    const onEvent = (event: LiveEvent): void | Promise<void> => {
      this.events.push(event)
      return consume(event)
    }
    this.watch = watchCluster({ reader: client, stream: client.stream }, wanted, onEvent, options)
  }

  static async start(
    access: { readonly url: string; readonly ca: string; readonly token: string },
    wanted: readonly WantedKind[],
    options: WatchOptions = {},
    consume: LiveConsumer = () => {},
  ): Promise<Observer> {
    const client = await openClient(access)
    return new Observer(client, wanted, { ...options, times: { ...QUICK, ...options.times } }, consume)
  }

  async stop(): Promise<void> {
    await this.watch.stop()
    await this.client.close()
  }

  /** Waits until some event since `from` is as wished. */
  async until(what: string, holds: (event: LiveEvent) => boolean, from = 0, timeoutMs = 60_000): Promise<LiveEvent> {
    await waitUntilNothingIsMissing(
      what,
      () => Promise.resolve(this.events.slice(from).some(holds) ? [] : [`told was: ${this.story(from).join('; ')}`]),
      { timeoutMs, intervalMs: 20 },
    )
    return this.events.slice(from).find(holds) as LiveEvent
  }

  synced(kind: KindInfo, from = 0): Promise<LiveEvent> {
    return this.until(`${kind.kind} is synced`, (event) => event.type === 'synced' && isOf(event, kind), from)
  }

  /** Waits until an object was told of with this value of `data.key`. */
  async value(name: string, value: string, from = 0): Promise<VersionEvent> {
    const holds = (event: LiveEvent): boolean =>
      event.type === 'version' && event.origin.ref.name === name && at(event.object, 'data', 'key') === value
    return (await this.until(`${name} has ${value}`, holds, from)) as VersionEvent
  }

  /** What was told, in words short enough to compare. */
  story(from = 0): string[] {
    return this.events.slice(from).map(inWords)
  }
}

export function isOf(event: LiveEvent, kind: KindInfo): boolean {
  return event.scope.kind.kind === kind.kind
}

function inWords(event: LiveEvent): string {
  switch (event.type) {
    case 'version':
      return `version ${event.origin.ref.name} ${textOf(at(event.object, 'data', 'key'))} by ${event.origin.by}`
    case 'gone':
      return `gone ${event.ref.name} by ${event.confirmedBy}`
    case 'unread':
      return `unread ${event.ref.name} ${event.reason}`
    case 'state':
      return `state ${[event.state, event.reason ?? ''].join(' ').trim()}`
    case 'gap':
      return `gap ${event.reason}`
    case 'synced':
    case 'restored':
    case 'retired':
      return event.type
  }
}

async function openClient(access: { readonly url: string; readonly ca: string; readonly token: string }) {
  const dir = await mkdtemp(join(tmpdir(), 'driftage-observer-'))
  try {
    const kubeconfig = join(dir, 'kubeconfig')
    const cluster = { server: access.url, 'certificate-authority-data': Buffer.from(access.ca).toString('base64') }
    await writeFile(
      kubeconfig,
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': 'live',
        clusters: [{ name: 'live', cluster }],
        users: [{ name: 'live', user: { token: access.token } }],
        contexts: [{ name: 'live', context: { cluster: 'live', user: 'live' } }],
      }),
    )
    const config = await loadClusterConfig({ kubeconfig }, { env: {}, home: dir, cwd: dir })
    return createClusterReader(config, { maxTries: 2 })
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}
