import pLimit from 'p-limit'
import { compareText } from '../../model/object-ref.ts'
import { HeadChecks } from './head-checks.ts'
import type { SourceEvent } from './source-event.ts'
import { type CarriedState, type SharedByWatchers, SourceWatcher } from './source-watcher.ts'
import type { SourceWatch, SourceWatchOptions, SourceWatchPorts } from './source-watch.ts'
import { unknownSource } from './source-refusals.ts'
import type { WatchedSource } from './watched-source.ts'

/** Checks at the same time: enough that a server that does not answer holds up nobody else's, few enough for one machine. */
const CHECKS_AT_A_TIME = 16

/**
 * Watches all configured sources and begins at once.
 *
 * @param onEvent is called for one event after the other; it must not throw
 */
export function watchSources(
  configured: readonly WatchedSource[],
  ports: SourceWatchPorts,
  onEvent: (event: SourceEvent) => void,
  { restored = [] }: SourceWatchOptions = {},
): SourceWatch {
  const shared: SharedByWatchers = {
    ports,
    heads: new HeadChecks(ports),
    limit: pLimit(CHECKS_AT_A_TIME),
    emit: onEvent,
  }
  const watchers = new Map<string, SourceWatcher>()
  const closing = new Set<Promise<void>>()

  const begin = (source: WatchedSource, carried: CarriedState | undefined) => {
    const watcher = new SourceWatcher(source, shared, carried)
    watchers.set(source.name, watcher)
    watcher.start()
  }
  const end = (watcher: SourceWatcher) => {
    const closed = watcher.close().finally(() => closing.delete(closed))
    closing.add(closed)
  }
  const remove = (source: string, cluster: string) =>
    onEvent({ kind: 'source-removed', source, cluster, at: ports.now() })
  const sorted = () => [...watchers.values()].sort((a, b) => compareText(a.source.name, b.source.name))
  const of = (source: string): SourceWatcher => {
    const watcher = watchers.get(source)
    if (watcher === undefined) throw unknownSource()
    return watcher
  }

  const byName = new Map(restored.map((state) => [state.name, state]))
  for (const source of configured) {
    const state = byName.get(source.name)
    const isSame = state?.cluster === source.cluster
    if (state !== undefined && !isSame) remove(state.name, state.cluster)
    begin(source, state !== undefined && isSame ? { state, reading: undefined } : undefined)
  }
  for (const { name, cluster } of restored) if (!watchers.has(name)) remove(name, cluster)

  return {
    sources: () => sorted().map(({ state }) => state),
    desired: () => sorted().map(({ loaded }) => loaded),
    wasLookedAt: (source) => watchers.get(source)?.wasLookedAt ?? false,
    poke: (source) => watchers.get(source)?.poke(),
    confirm: async (source) => of(source).confirm(),
    deployed: async (source, revision) => of(source).deployed(revision),
    deployedRevision: (source) => watchers.get(source)?.state.deployed?.revision,
    fetchedAfter: (source, time) => watchers.get(source)?.fetchedAfter(time) ?? false,
    ensureFresh: async (source, { after, revision }) => watchers.get(source)?.ensureFresh(after, revision) ?? 'failed',
    renderedAt: async (source, revision) => watchers.get(source)?.renderedAt(revision),
    update(next) {
      const names = new Set(next.map(({ name }) => name))
      for (const [name, watcher] of watchers) {
        if (names.has(name)) continue
        watchers.delete(name)
        end(watcher)
        remove(name, watcher.source.cluster)
      }
      for (const source of next) {
        const watcher = watchers.get(source.name)
        if (watcher !== undefined && readsTheSame(watcher.source, source)) watcher.reconfigure(source)
        else {
          if (watcher !== undefined) end(watcher)
          const isSameCluster = watcher?.source.cluster === source.cluster
          if (watcher !== undefined && !isSameCluster) remove(source.name, watcher.source.cluster)
          begin(source, isSameCluster ? watcher?.carried : undefined)
        }
      }
    },
    async close() {
      for (const watcher of watchers.values()) end(watcher)
      watchers.clear()
      await Promise.all(closing)
    },
  }
}

function readsTheSame(a: WatchedSource, b: WatchedSource): boolean {
  return JSON.stringify([a.cluster, a.namespace, a.spec]) === JSON.stringify([b.cluster, b.namespace, b.spec])
}
