import { onTestFinished } from 'vitest'
import { workingTrees } from '../../src/adapters/files/working-trees.ts'
import type { RepositoriesOptions } from '../../src/adapters/git/repositories.ts'
import { gitWatchedRepositories } from '../../src/adapters/git/watched-repositories.ts'
import type { Renderer, RenderRequest } from '../../src/desired/renderer.ts'
import type { WatchedRepositories } from '../../src/desired/watched-repositories.ts'
import type { RenderTarget } from '../../src/loop/scan-ports.ts'
import type { DesiredChanged, SourceEvent } from '../../src/loop/sources/source-event.ts'
import type { SourceWatch } from '../../src/loop/sources/source-watch.ts'
import type { WatchedSource } from '../../src/loop/sources/watched-source.ts'
import { watchSources } from '../../src/loop/sources/watch-sources.ts'
import { SECOND, type Instant } from '../../src/model/instant.ts'
import type { SourceManifest } from '../../src/model/desired-object.ts'
import type { SourceState } from '../../src/model/source-state.ts'

/** A clock that stands until it is moved. Pauses of up to a second pass at once, since they only space checks. */
export class StandingClock {
  time: Instant = Date.parse('2026-03-01T08:00:00Z')
  readonly #timers = new Set<{ readonly at: Instant; readonly run: () => void }>()

  readonly now = (): Instant => this.time

  readonly after = (milliseconds: number, run: () => void): (() => void) => {
    if (milliseconds <= SECOND) {
      const soon = setImmediate(run)
      return () => clearImmediate(soon)
    }
    const timer = { at: this.time + milliseconds, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get timers(): readonly number[] {
    return [...this.#timers].map(({ at }) => at - this.time).sort((a, b) => a - b)
  }

  advance(milliseconds: number): void {
    this.time += milliseconds
    for (const timer of this.#timers) {
      if (timer.at > this.time) continue
      this.#timers.delete(timer)
      timer.run()
    }
  }
}

/** A renderer that counts what it is asked for and passes it on. */
export function counting(renderer: Renderer | undefined): Renderer & { readonly requests: RenderRequest[] } {
  const requests: RenderRequest[] = []
  return {
    requests,
    async render(request) {
      requests.push(request)
      if (renderer === undefined) throw new Error('nothing was to be rendered')
      return renderer.render(request)
    },
    close: async () => undefined,
  }
}

/** Counts the questions about heads, and what was opened, in front of the real git. */
export function countingGit(options: RepositoriesOptions): WatchedRepositories & { heads: number; opened: number } {
  const git = gitWatchedRepositories(options)
  const counted = {
    ...git,
    heads: 0,
    opened: 0,
    head: (repository: string, revision: string) => {
      counted.heads++
      return git.head(repository, revision)
    },
    openCommit: (...asked: Parameters<WatchedRepositories['openCommit']>) => {
      counted.opened++
      return git.openCommit(...asked)
    },
  }
  return counted
}

export interface Watching {
  readonly watch: SourceWatch
  readonly events: SourceEvent[]
  readonly clock: StandingClock
  readonly git: ReturnType<typeof countingGit>
  readonly renderer: ReturnType<typeof counting>
  readonly target: { current: RenderTarget }
  /** Has the source checked now, and waits for it. */
  check(source?: string): Promise<'fresh' | 'failed'>
  state(source?: string): SourceState
  /** Desired changes so far. */
  changes(): readonly DesiredChanged[]
  news(): readonly string[]
}

export interface WatchingOptions extends RepositoriesOptions {
  readonly restored?: readonly SourceState[]
  readonly renderer?: Renderer
}

/** Watches real repositories with the parts of the product; only time stands. Ended after the test. */
export function watching(configured: readonly WatchedSource[], options: WatchingOptions): Watching {
  const clock = new StandingClock()
  const events: SourceEvent[] = []
  const git = countingGit({ fileUrls: true, ...options })
  const renderer = counting(options.renderer)
  const target = { current: { kubeVersion: 'v1.36.3', apiVersions: ['apps/v1'] } }
  const watch = watchSources(
    configured,
    {
      workingTrees,
      renderer,
      repositories: git,
      target: async () => target.current,
      now: clock.now,
      after: clock.after,
      random: () => 0.5,
    },
    (event) => events.push(event),
    { restored: options.restored ?? [] },
  )
  onTestFinished(() => watch.close())
  return {
    watch,
    events,
    clock,
    git,
    renderer,
    target,
    check(source = 'shop') {
      clock.advance(11 * SECOND)
      return watch.ensureFresh(source, { after: clock.now() })
    },
    state: (source = 'shop') => {
      const found = watch.sources().find(({ name }) => name === source)
      if (found === undefined) throw new Error(`no source ${source}`)
      return found
    },
    changes: () => events.filter((event) => event.kind === 'desired-changed'),
    news: () => events.flatMap((event) => (event.kind === 'source-state' && event.news !== null ? [event.news] : [])),
  }
}

export function gitSource(
  repository: string,
  more: Partial<Omit<WatchedSource, 'spec'>> & { readonly folder?: string } = {},
) {
  const { folder = '.', ...rest } = more
  const spec = { kind: 'git', name: rest.name ?? 'shop', repository, revision: 'main', folder } as const
  return { name: 'shop', cluster: 'prod', namespace: 'shop', owner: null, spec, ...rest } satisfies WatchedSource
}

export function pathSource(path: string, more: Partial<Omit<WatchedSource, 'spec'>> = {}) {
  const spec = { kind: 'path', name: 'shop', path } as const
  return { name: 'shop', cluster: 'prod', namespace: 'shop', owner: null, spec, ...more } satisfies WatchedSource
}

export function namesIn(manifests: readonly SourceManifest[] | undefined): readonly unknown[] | undefined {
  return manifests?.map(({ manifest }) => (manifest['metadata'] as { readonly name: string }).name)
}

/** Such as `~a`, `+b`, `-c`: what a change means for the objects. */
export function marksOf(change: DesiredChanged | undefined): readonly string[] | undefined {
  const marks = { added: '+', removed: '-', modified: '~' }
  return change?.changed.map((one) => `${marks[one.change]}${one.name}`)
}
