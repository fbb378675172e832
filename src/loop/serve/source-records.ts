import type { LedgerStore } from '../../ledger/ports.ts'
import type { ActivityEntry } from '../../model/activity.ts'
import type { Instant } from '../../model/instant.ts'
import type { SourceState } from '../../model/source-state.ts'
import type { LoadedSource } from '../scan-ports.ts'

type RecordingLedger = Pick<LedgerStore, 'saveSource' | 'forgetSource' | 'sources' | 'append'>

/** What the ledger keeps of sources: how fresh they are, what holds them, and whether their first whole pass is over. */
export class SourceRecords {
  readonly #ledger: RecordingLedger
  readonly #now: () => Instant
  /** Sources whose first whole pass is recorded. */
  readonly #afterBaseline = new Set<string>()
  /** Sources that a service has watched. */
  readonly #known = new Set<string>()

  constructor(ledger: RecordingLedger, now: () => Instant) {
    this.#ledger = ledger
    this.#now = now
  }

  /** Takes up what an earlier service, or another one, left. */
  async load(): Promise<void> {
    for (const { name, baselineSince } of await this.#ledger.sources()) {
      this.#known.add(name)
      if (baselineSince === null) this.#afterBaseline.add(name)
    }
  }

  isBaseline(source: string): boolean {
    return !this.#afterBaseline.has(source)
  }

  /** False for what was never a service's: the source of a scan that remembers is that scan's business. */
  isKnown(source: string): boolean {
    return this.#known.has(source)
  }

  /** The first whole pass over these is recorded. A source that could not be read yet has had none. */
  endBaseline(loaded: readonly LoadedSource[]): void {
    for (const { revision, manifests } of loaded) if (manifests.length > 0) this.#afterBaseline.add(revision.name)
  }

  /** @param news what deserves an entry in the record; null where only times moved */
  async save(state: SourceState, news: string | null): Promise<void> {
    const baselineSince = this.#afterBaseline.has(state.name) ? null : (state.baselineSince ?? this.#now())
    await this.#ledger.saveSource({ ...state, baselineSince })
    if (news !== null) await this.#ledger.append([newsOf(state, news, this.#now())])
  }

  /** Sources that left the configuration, and whose findings have ended: nobody looks at them any more. Back, they are new. */
  async forgetLeft(cluster: string, isOver: (source: string) => boolean): Promise<void> {
    const recorded = await this.#ledger.sources()
    for (const state of recorded) {
      if (state.cluster !== cluster || !isOver(state.name)) continue
      await this.#ledger.forgetSource(state.name, cluster)
      await this.#ledger.append([newsOf(state, 'removed', this.#now())])
      this.#afterBaseline.delete(state.name)
    }
  }
}

function newsOf(state: SourceState, news: string, at: Instant): ActivityEntry {
  return {
    at,
    actor: { kind: 'system', id: 'sources' },
    surface: 'git',
    kind: `source-${news}`,
    subject: { type: 'source', id: state.name },
    detail: {
      revision: state.revision,
      objects: state.objects,
      reason: state.held?.reason ?? state.failing?.code ?? '',
    },
  }
}
