import type { SourcePorts } from '../../desired/read-source.ts'
import type { WatchedRepositories } from '../../desired/watched-repositories.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { Instant } from '../../model/instant.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource, RenderTarget } from '../scan-ports.ts'
import type { WatchedSource } from './watched-source.ts'

/** What watching needs of the world. */
export interface SourceWatchPorts extends Pick<SourcePorts, 'workingTrees' | 'renderer'> {
  readonly repositories: WatchedRepositories
  /**
   * What the cluster of that name is, from memory: it is asked at every check, and only by charts. Rejects with a
   * DriftageError while the cluster is not known yet; a chart then fails with its code and is tried again. Poke the
   * sources of a cluster when its answer changes.
   */
  target(cluster: string): Promise<RenderTarget>
  now(): Instant
  /** From 0 to below 1. */
  random(): number
  /** Runs once after so many milliseconds; returns what calls it off. */
  after(milliseconds: number, run: () => void): () => void
}

/** What an earlier run of the service knew, so that a held or failing source goes on where it stood. */
export interface SourceWatchOptions {
  readonly restored?: readonly SourceState[]
}

/** All configured sources over time: what they say, how fresh that is, and what holds them back. */
export interface SourceWatch {
  /** Sorted by name. */
  sources(): readonly SourceState[]
  /** The desired states in use, sorted by name; a source that could never be read is there with its gaps alone. */
  desired(): readonly LoadedSource[]
  /** Whether it was looked at since the start, with whatever end: until then its state is what an earlier service left. */
  wasLookedAt(source: string): boolean
  /** Checks the head soon; many pokes in a row are one check. Unknown names are ignored, since webhooks can name any. */
  poke(source: string): void
  /**
   * A person lets the held state count.
   * @throws DriftageError DRF2050 no such source, DRF2051 nothing to confirm
   */
  confirm(source: string): Promise<void>
  /**
   * A pipeline says what it rolled out. Returns the full id of the commit.
   * @throws DriftageError DRF2050 no such source, DRF2052 no commit of the source, DRF203x
   */
  deployed(source: string, revision: string): Promise<string>
  /** What a pipeline said last; undefined where none did. */
  deployedRevision(source: string): string | undefined
  /** True where the head was asked for after this time and what it holds is the desired state in use. */
  fetchedAfter(source: string, time: Instant): boolean
  /**
   * Makes {@link fetchedAfter} true where it can be, and the revision renderable. `failed`: what the deployer wrote cannot be
   * judged now. Never throws; callers at the same time share one fetch.
   */
  ensureFresh(
    source: string,
    wanted: { readonly after: Instant; readonly revision?: string },
  ): Promise<'fresh' | 'failed'>
  /** What the source said at a commit; undefined where there is no such commit or it does not render whole. */
  renderedAt(source: string, revision: string): Promise<readonly SourceManifest[] | undefined>
  /** A new configuration: unchanged sources go on undisturbed, others begin or end. */
  update(configured: readonly WatchedSource[]): void
  /** Stops all timers and waits for what is under way. No event comes afterwards. */
  close(): Promise<void>
}
