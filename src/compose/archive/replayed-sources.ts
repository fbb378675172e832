import { DriftageError } from '../../errors/driftage-error.ts'
import type { ArchivedSource } from '../../live/archive/entry.ts'
import type { LoadedSource } from '../../loop/scan-ports.ts'
import type { SourceEvent } from '../../loop/sources/source-event.ts'
import type { SourceWatch } from '../../loop/sources/source-watch.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import { type Instant, SECOND } from '../../model/instant.ts'
import { compareText } from '../../model/object-ref.ts'
import type { SourceState } from '../../model/source-state.ts'

/**
 * Sources as they were recorded: each says what it said then. Between two entries nothing moved, so every question about
 * freshness has an answer.
 */
export class ReplayedSources implements SourceWatch {
  readonly #now: () => Instant
  readonly #onEvent: (event: SourceEvent) => void
  /** By name; oldest first. */
  readonly #past = new Map<string, ArchivedSource[]>()

  constructor(now: () => Instant, onEvent: (event: SourceEvent) => void) {
    this.#now = now
    this.#onEvent = onEvent
  }

  /** @param quiet it was told of before this start */
  apply(entry: ArchivedSource, quiet: boolean): void {
    const past = this.#past.get(entry.revision.name) ?? []
    const before = past.at(-1)
    past.push(entry)
    this.#past.set(entry.revision.name, past)
    if (quiet) return
    const { revision, state, manifests } = entry
    this.#onEvent({
      kind: 'desired-changed',
      source: revision.name,
      cluster: state.cluster,
      at: this.#now(),
      revision: revision.revision,
      previousRevision: before?.revision.revision,
      changed: [],
      manifests,
      loaded: this.#loaded(past),
      files: {},
    })
  }

  sources(): readonly SourceState[] {
    return this.#latest().map(({ state }) => ({ ...state, fetchedAt: this.#now() }))
  }

  desired(): readonly LoadedSource[] {
    return [...this.#past.values()].map((past) => this.#loaded(past)).toSorted(byName)
  }

  wasLookedAt(source: string): boolean {
    return this.#past.has(source)
  }

  poke(): void {
    // What the source said next is in the archive, and comes at its time.
  }

  confirm(): Promise<void> {
    return Promise.reject(recorded())
  }

  deployed(): Promise<string> {
    return Promise.reject(recorded())
  }

  deployedRevision(source: string): string | undefined {
    return this.#past.get(source)?.at(-1)?.state.deployed?.revision
  }

  fetchedAfter(source: string, time: Instant): boolean {
    // A recorded second may have been cut off at its end.
    return this.#past.has(source) && time <= this.#now() + SECOND
  }

  ensureFresh(source: string): Promise<'fresh' | 'failed'> {
    return Promise.resolve(this.#past.has(source) ? 'fresh' : 'failed')
  }

  renderedAt(source: string, revision: string): Promise<readonly SourceManifest[] | undefined> {
    return Promise.resolve(manifestsAt(this.#past.get(source) ?? [], revision))
  }

  update(): void {
    // An archive has no other sources than those that were recorded.
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  #latest(): readonly ArchivedSource[] {
    return [...this.#past.values()].flatMap((past) => past.at(-1) ?? []).toSorted(byName)
  }

  #loaded(past: readonly ArchivedSource[]): LoadedSource {
    const { revision, namespace, manifests, gaps } = past.at(-1) as ArchivedSource
    const earlier = [...past].map((one) => one.revision.revision).filter((one) => one !== revision.revision)
    const history = {
      commits: () => Promise.resolve([...new Set(earlier.toReversed())]),
      manifestsAt: (commit: string) => Promise.resolve(manifestsAt(past, commit)),
    }
    return { revision, namespace, manifests, gaps, history: revision.revision === '' ? undefined : history }
  }
}

function manifestsAt(past: readonly ArchivedSource[], revision: string): readonly SourceManifest[] | undefined {
  return past.findLast((one) => one.revision.revision === revision)?.manifests
}

function byName(a: { readonly revision: { readonly name: string } }, b: typeof a): number {
  return compareText(a.revision.name, b.revision.name)
}

function recorded(): DriftageError {
  return new DriftageError(
    'DRF5405',
    'A recorded source is as it was; nothing can be confirmed or rolled out. Ask the service that watches the real one. Nothing was changed.',
  )
}
