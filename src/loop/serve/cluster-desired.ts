import { createHash } from 'node:crypto'
import type { Discovery } from '../../live/cluster-reader.ts'
import { canonicalJson, type JsonObject } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import { printRef, type ObjectRef } from '../../model/object-ref.ts'
import { desiredState, type DesiredEntry, type DesiredState } from '../desired-state.ts'
import type { LoadedSource } from '../scan-ports.ts'
import type { Timeline } from '../timeline.ts'
import { timelinesOf } from '../timelines.ts'
import type { LeftObject } from './left-object.ts'

/** What another desired state means for the objects of a cluster. */
export interface DesiredMove {
  /** New here, or with another manifest than before: to be assessed anew. */
  readonly changed: readonly DesiredEntry[]
  /** Held by no source any more, with the commit before. */
  readonly dropped: readonly LeftObject[]
}

const NOTHING: DesiredState = { objects: [], excluded: [], gaps: [] }

/** What all sources together say of one cluster, by reference, and the way from one such state to the next. */
export class ClusterDesired {
  readonly cluster: string
  #state: DesiredState = NOTHING
  #byRef = new Map<string, DesiredEntry>()
  #sources: readonly LoadedSource[] = []
  #timelines: ReadonlyMap<string, Timeline> = new Map()
  #resources: ReadonlySet<string> = new Set()
  readonly #secrets: boolean
  readonly #marks = new WeakMap<JsonObject, string>()

  /** @param secrets whether Secrets may be read; without, they are left out by choice */
  constructor(cluster: string, secrets: boolean) {
    this.cluster = cluster
    this.#secrets = secrets
  }

  get state(): DesiredState {
    return this.#state
  }

  get sources(): readonly LoadedSource[] {
    return this.#sources
  }

  /** By source name. */
  get timelines(): ReadonlyMap<string, Timeline> {
    return this.#timelines
  }

  /** Commit by source name; empty where the source is no commit. */
  get revisions(): ReadonlyMap<string, string> {
    return new Map(this.#sources.map(({ revision }) => [revision.name, revision.revision]))
  }

  /** Commit by source name, of those sources that are exactly one. */
  get heads(): ReadonlyMap<string, string> {
    const commits = this.#sources.filter(
      ({ revision, history }) => history !== undefined && revision.revision !== '' && !revision.dirty,
    )
    return new Map(commits.map(({ revision }) => [revision.name, revision.revision]))
  }

  /** Whether sources hold objects of this resource (group and plural), at whatever version. */
  holdsResource(group: string, resource: string): boolean {
    return this.#resources.has(`${group}/${resource}`)
  }

  entry(ref: ObjectRef): DesiredEntry | undefined {
    return this.#byRef.get(printRef(ref))
  }

  /** Kinds that sources hold, each with the objects of it. */
  byKind(): ReadonlyMap<KindInfo, readonly DesiredEntry[]> {
    const kinds = new Map<string, { readonly kind: KindInfo; readonly entries: DesiredEntry[] }>()
    for (const entry of this.#state.objects) {
      const { kindInfo } = entry.manifests[0]
      const key = `${kindInfo.group}/${kindInfo.version}/${kindInfo.kind}`
      const known = kinds.get(key)
      if (known === undefined) kinds.set(key, { kind: kindInfo, entries: [entry] })
      else known.entries.push(entry)
    }
    return new Map([...kinds.values()].map(({ kind, entries }) => [kind, entries]))
  }

  /** Takes the sources as they are now. What is equal to the letter has not moved, whatever its revision. */
  update(sources: readonly LoadedSource[], discovery: Discovery, defaultNamespace: string): DesiredMove {
    const before = this.#byRef
    const { revisions } = this
    this.#sources = sources
    const all = desiredState(this.cluster, sources, discovery, defaultNamespace)
    this.#state = this.#secrets ? all : withoutSecrets(all)
    this.#timelines = timelinesOf(sources, discovery, defaultNamespace)
    this.#byRef = new Map(this.#state.objects.map((entry) => [printRef(entry.ref), entry]))
    this.#resources = new Set(
      this.#state.objects.map(({ manifests: [{ kindInfo }] }) => `${kindInfo.group}/${kindInfo.resource}`),
    )
    const changed = this.#state.objects.filter((entry) => {
      const earlier = before.get(printRef(entry.ref))
      return earlier === undefined || this.markOf(earlier) !== this.markOf(entry)
    })
    const dropped = [...before]
      .filter(([key]) => !this.#byRef.has(key))
      .map(([, entry]) => ({ entry, revision: revisions.get(entry.manifests[0].source) ?? '' }))
    return { changed, dropped }
  }

  /** Each manifest is hashed once in its life, since most of a new state are the manifests of the old one. */
  markOf(entry: DesiredEntry): string {
    return entry.manifests
      .map(({ source, manifest, role, unrenderable }) => {
        let mark = this.#marks.get(manifest)
        if (mark === undefined) this.#marks.set(manifest, (mark = hashOf(manifest)))
        return `${source}\n${role}\n${(unrenderable ?? []).join()}\n${mark}`
      })
      .join('\n')
  }
}

function withoutSecrets(state: DesiredState): DesiredState {
  const isSecret = ({ ref }: DesiredEntry): boolean => ref.group === '' && ref.kind === 'Secret'
  const left = state.objects.filter(isSecret).map(({ ref, manifests }) => ({
    ref,
    version: manifests[0].kindInfo.version,
    reason: 'secret',
  }))
  return {
    ...state,
    objects: state.objects.filter((entry) => !isSecret(entry)),
    excluded: [...state.excluded, ...left],
  }
}

function hashOf(manifest: JsonObject): string {
  return createHash('sha256').update(canonicalJson(manifest)).digest('base64')
}
