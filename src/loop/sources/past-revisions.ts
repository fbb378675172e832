import { DriftageError } from '../../errors/driftage-error.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import { SECOND, type Instant } from '../../model/instant.ts'
import { sharedWith } from './changed-manifests.ts'

/** Revisions that are kept; a pass looks at 50 of a source. */
const MOST_REVISIONS = 64
/** Manifests that are kept beside those that revisions have in common. */
const MOST_MANIFESTS = 20_000

/** A commit that is not there is asked for again after this long, or after the next fetch. */
const MISSING_FOR_MS = 30 * SECOND

interface PastRevision {
  readonly manifests: readonly SourceManifest[] | undefined
  /** Manifests that no revision before had. */
  readonly own: number
}

/**
 * What a source said at commits, each rendered once. Bounded: what was not asked for longest goes first, and equal manifests
 * of two revisions are one.
 */
export class PastRevisions {
  readonly #kept = new Map<string, PastRevision>()
  readonly #reading = new Map<string, Promise<readonly SourceManifest[] | undefined>>()
  readonly #read: (commit: string) => Promise<readonly SourceManifest[] | undefined>
  readonly #missing = new Map<string, Instant>()
  readonly #now: () => Instant
  #own = 0

  /** @param read what the source said at a commit; undefined where it does not render; throws DriftageError where it may later */
  constructor(read: (commit: string) => Promise<readonly SourceManifest[] | undefined>, now: () => Instant) {
    this.#read = read
    this.#now = now
  }

  get size(): number {
    return this.#kept.size
  }

  /** Undefined where the commit is not there or does not render whole. */
  async at(commit: string): Promise<readonly SourceManifest[] | undefined> {
    const known = this.#kept.get(commit)
    if (known !== undefined) {
      this.#kept.delete(commit)
      this.#kept.set(commit, known)
      return known.manifests
    }
    if (this.#isMissing(commit)) return undefined
    let reading = this.#reading.get(commit)
    if (reading === undefined) {
      reading = this.#load(commit).finally(() => this.#reading.delete(commit))
      this.#reading.set(commit, reading)
    }
    return reading
  }

  /** What is known without reading, such as the desired state in use. */
  keep(commit: string, manifests: readonly SourceManifest[] | undefined): void {
    if (this.#kept.has(commit)) return
    const last = [...this.#kept.values()].findLast((one) => one.manifests !== undefined)?.manifests
    const known = new Set(last?.map((one) => one.manifest))
    const shared = manifests === undefined || last === undefined ? manifests : sharedWith(last, manifests)
    const own = shared?.reduce((count, one) => (known.has(one.manifest) ? count : count + 1), 0) ?? 0
    this.#kept.set(commit, { manifests: shared, own })
    this.#own += own
    this.#forget()
  }

  /** Something was fetched, so what was not there may be there now. */
  fetched(): void {
    this.#missing.clear()
  }

  async #load(commit: string): Promise<readonly SourceManifest[] | undefined> {
    try {
      this.keep(commit, await this.#read(commit))
      return this.#kept.get(commit)?.manifests
    } catch (error) {
      if (!(error instanceof DriftageError)) throw error
      if (this.#missing.size >= MOST_REVISIONS) this.#missing.clear()
      this.#missing.set(commit, this.#now())
      return undefined
    }
  }

  #isMissing(commit: string): boolean {
    const since = this.#missing.get(commit)
    if (since === undefined) return false
    const passed = this.#now() - since
    return passed >= 0 && passed < MISSING_FOR_MS
  }

  #forget(): void {
    for (const [commit, { own }] of this.#kept) {
      if (this.#kept.size === 1 || (this.#kept.size <= MOST_REVISIONS && this.#own <= MOST_MANIFESTS)) return
      this.#kept.delete(commit)
      this.#own -= own
    }
  }
}
