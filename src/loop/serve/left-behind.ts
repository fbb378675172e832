import type { LedgerReads, ObjectState } from '../../ledger/ports.ts'
import type { Discovery } from '../../live/cluster-reader.ts'
import type { DesiredObject, SourceManifest } from '../../model/desired-object.ts'
import type { Instant } from '../../model/instant.ts'
import { apiVersionOf, type KindInfo } from '../../model/kind-info.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import { sourceKey } from '../timeline.ts'
import type { ClusterDesired } from './cluster-desired.ts'
import { kindKey } from './kind-key.ts'
import type { LeftObject } from './left-object.ts'

export interface LeftBehindParts {
  readonly cluster: string
  readonly reads: Pick<LedgerReads, 'objects'>
  readonly desired: Pick<ClusterDesired, 'entry' | 'timelines'>
  readonly discovery: () => Discovery
  readonly isConfigured: (source: string) => boolean
  /** Whether a service has ever watched a source of that name; what only a scan recorded is none of its business. */
  readonly isKnown: (source: string) => boolean
  /** Whether what the source held at that time or later is in use. */
  readonly fetchedAfter: (source: string, at: Instant) => boolean
  readonly now: () => Instant
}

const PAGE = 1_000

/**
 * Objects that an earlier service, or another one, recorded and that no source holds by now: Git moved, or the configuration
 * did, while nobody watched. Without this their drift would stay open for ever.
 */
export class LeftBehind {
  readonly #parts: LeftBehindParts
  /** Who wrote before may have read a later commit than is in use here: only what is read from now on says what is gone. */
  readonly #since: Instant
  /** Undefined until the ledger was asked. */
  #waiting: readonly ObjectState[] | undefined

  constructor(parts: LeftBehindParts) {
    this.#parts = parts
    this.#since = parts.now()
  }

  /** Sources of those that wait for theirs to be read; undefined until it is known which do. */
  get awaited(): readonly string[] | undefined {
    return this.#waiting?.flatMap(({ sources }) => sources)
  }

  /** Those that are certain not to be held, each once, as their sources held them last. */
  async take(): Promise<readonly LeftObject[]> {
    const { isConfigured, fetchedAfter } = this.#parts
    const recorded = this.#waiting ?? (await this.#recorded())
    const left = recorded.filter(({ ref }) => this.#parts.desired.entry(ref) === undefined)
    const isRead = ({ sources }: ObjectState): boolean =>
      sources.every((source) => !isConfigured(source) || fetchedAfter(source, this.#since))
    this.#waiting = left.filter((state) => !isRead(state))
    return Promise.all(left.filter(isRead).map((state) => this.#asHeld(state)))
  }

  async #recorded(): Promise<readonly ObjectState[]> {
    const { reads, cluster, desired, isConfigured, isKnown } = this.#parts
    const isLeft = ({ ref, sources }: ObjectState): boolean =>
      sources.length > 0 &&
      desired.entry(ref) === undefined &&
      sources.every((source) => isConfigured(source) || isKnown(source))
    const found: ObjectState[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await reads.objects({ cluster, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
      found.push(...page.items.filter(isLeft))
      if (page.next === undefined) return found
      cursor = page.next
    }
  }

  async #asHeld({ ref, sources, revisions }: ObjectState): Promise<LeftObject> {
    const kindInfo = this.#kindOf(ref)
    const manifestOf = async (source: string): Promise<DesiredObject> => {
      const named = nameOnly(source, ref, kindInfo)
      const written = await this.#writtenAt(revisions[source] ?? '', named, ref.namespace)
      return { ...(written ?? named), kindInfo, namespace: ref.namespace, name: ref.name }
    }
    const [first = '', ...others] = sources
    const manifests = [await manifestOf(first), ...(await Promise.all(others.map(manifestOf)))] as const
    return { entry: { ref, manifests }, revision: revisions[first] ?? '' }
  }

  /** As it was written at a commit, where that can still be read. */
  async #writtenAt(
    revision: string,
    { source, manifest }: SourceManifest,
    namespace: string,
  ): Promise<SourceManifest | undefined> {
    if (revision === '') return undefined
    const past = await this.#parts.desired.timelines.get(source)?.at(revision)
    return past?.manifests.get(sourceKey(manifest, namespace))
  }

  #kindOf(ref: ObjectRef): KindInfo {
    const served = this.#parts.discovery().kinds.find((kind) => kindKey(kind) === kindKey(ref))
    return served ?? { ...UNSERVED, group: ref.group, kind: ref.kind, namespaced: ref.namespace !== '' }
  }
}

/** Of a kind that the cluster has no longer. */
const UNSERVED = { version: '', resource: '', namespaced: true, verbs: [] } as const

/** All that is known of an object whose text cannot be read any more. */
function nameOnly(source: string, { name, namespace }: ObjectRef, kind: KindInfo): SourceManifest {
  const metadata = { name, ...(namespace === '' ? {} : { namespace }) }
  const manifest = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata }
  return { source, place: { file: '' }, manifest, role: 'object' }
}
