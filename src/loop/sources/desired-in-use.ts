import { DriftageError } from '../../errors/driftage-error.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { NotChecked } from '../../model/not-checked.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import { changedManifests, sharedWith } from './changed-manifests.ts'
import { PastRevisions } from './past-revisions.ts'
import type { ChangedManifest } from './source-event.ts'
import type { SourceReader } from './source-reader.ts'
import { revisionOf, type SourceReading } from './source-reading.ts'
import type { SourceWatchPorts } from './source-watch.ts'
import { watchedHistory } from './watched-history.ts'

interface Replaced {
  readonly previous: SourceReading | undefined
  readonly used: SourceReading
  readonly changed: readonly ChangedManifest[]
}

/** The desired state that counts, what came before it, and the commits behind it. */
export class DesiredInUse {
  readonly #reader: SourceReader
  readonly #now: SourceWatchPorts['now']
  #reading: SourceReading | undefined
  #loaded: LoadedSource | undefined
  #past: PastRevisions

  constructor(reader: SourceReader, { now }: Pick<SourceWatchPorts, 'now'>, reading: SourceReading | undefined) {
    this.#reader = reader
    this.#now = now
    this.#reading = reading
    this.#past = this.#newPast()
  }

  get reading(): SourceReading | undefined {
    return this.#reading
  }

  replace(reading: SourceReading): Replaced {
    const previous = this.#reading
    const before = previous?.manifests ?? []
    const isSame = previous !== undefined && reading.manifests === previous.manifests
    const used = isSame ? reading : { ...reading, manifests: sharedWith(before, reading.manifests) }
    // A render for another cluster version or with other values says nothing about what was rendered before.
    if (previous !== undefined && outsideOf(previous) !== outsideOf(used)) this.#past = this.#newPast()
    this.#reading = used
    this.#loaded = undefined
    const revision = revisionOf(used)
    if (revision !== '') this.#past.keep(revision, used.gaps.length === 0 ? used.manifests : undefined)
    return { previous, used, changed: isSame ? [] : changedManifests(before, used.manifests) }
  }

  /** @param state why there is nothing, where there is nothing */
  loaded(state: SourceState): LoadedSource {
    if (this.#reading === undefined) return nothingRead(state)
    const { open, manifests, gaps } = this.#reading
    this.#loaded ??= {
      revision: { name: state.name, revision: open.revision, dirty: open.dirty },
      manifests,
      gaps,
      history: watchedHistory(this.#reading, (commit) => this.at(commit)),
    }
    return this.#loaded
  }

  /** Something may have been fetched, so commits that were missing are looked for again. */
  fetched(): void {
    this.#past.fetched()
  }

  async at(revision: string): Promise<readonly SourceManifest[] | undefined> {
    return COMMIT.test(revision) ? this.#past.at(revision) : undefined
  }

  /** Full id of a commit that the source's repository has. Throws DRF203x where that cannot be found out now. */
  async find(revision: string): Promise<string | undefined> {
    const there = await this.#reading?.open.graph?.find(revision)
    if (there !== undefined) return there
    if (!COMMIT.test(revision)) return undefined
    try {
      return (await this.#reader.openAt(revision)).past === undefined ? undefined : revision
    } catch (error) {
      if (error instanceof DriftageError && NO_COMMIT.has(error.code)) return undefined
      throw error
    }
  }

  #newPast(): PastRevisions {
    return new PastRevisions(async (commit) => {
      const { tree, folder } = await this.#reader.openAt(commit)
      return this.#reader.readPast(tree, folder)
    }, this.#now)
  }
}

const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** What servers say of a commit that they do not have. */
const NO_COMMIT: ReadonlySet<string> = new Set(['DRF2032', 'DRF2039'])

function outsideOf({ read }: SourceReading): string {
  return `${read.target ?? ''}\n${read.record.machineMark}`
}

function nothingRead({ name, failing, held }: SourceState): LoadedSource {
  const gap = (reason: string, message: string): NotChecked => ({ source: name, reason, message })
  const why =
    held !== null
      ? gap('source-held', held.message)
      : failing !== null
        ? gap('source-unreadable', failing.message)
        : gap('source-loading', `The source ${name} is being read for the first time. Nothing is said about it yet.`)
  return { revision: { name, revision: '', dirty: false }, manifests: [], gaps: [why], history: undefined }
}
