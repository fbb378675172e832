import type { SourceManifest } from '../model/desired-object.ts'
import { stringAt, type JsonObject } from '../model/json.ts'
import { parseApiVersion } from '../model/kind-info.ts'
import type { SourceHistory } from './scan-ports.ts'

/** How far back a pass looks, in commits that touched the source. */
const DEPTH = 50

/** Names an object inside one source, whatever the version; the namespace as written, filled from the default. */
export type SourceKey = string

export function sourceKey(manifest: JsonObject, namespace: string): SourceKey {
  const { group } = parseApiVersion(stringAt(manifest, 'apiVersion') ?? '')
  return `${group}/${stringAt(manifest, 'kind') ?? ''}/${namespace}/${stringAt(manifest, 'metadata', 'name') ?? ''}`
}

/** The manifests of one revision, by object. */
export interface PastRevision {
  readonly revision: string
  readonly manifests: ReadonlyMap<SourceKey, SourceManifest>
}

/** The past of one source, each revision read and rendered at most once, and only when somebody asks. */
export class Timeline {
  readonly #history: SourceHistory | undefined
  readonly #namespaceOf: (manifest: SourceManifest) => string
  readonly #read = new Map<string, Promise<PastRevision | undefined>>()

  /** @param namespaceOf namespace of a manifest by the scope of its kind; empty for cluster scope */
  constructor(history: SourceHistory | undefined, namespaceOf: (manifest: SourceManifest) => string) {
    this.#history = history
    this.#namespaceOf = namespaceOf
  }

  get isKnown(): boolean {
    return this.#history !== undefined
  }

  /** One revision; undefined where the source has none of that name or it does not render. */
  at(revision: string): Promise<PastRevision | undefined> {
    let past = this.#read.get(revision)
    if (past === undefined) this.#read.set(revision, (past = this.#load(revision)))
    return past
  }

  /** Earlier revisions, newest first, head left out, at most `depth`. */
  async earlier(depth: number = DEPTH): Promise<readonly PastRevision[]> {
    if (this.#history === undefined) return []
    const commits = (await this.#history.commits()).slice(0, Math.min(depth, DEPTH))
    const revisions: PastRevision[] = []
    for (const commit of commits) {
      const past = await this.at(commit)
      if (past !== undefined) revisions.push(past)
    }
    return revisions
  }

  async #load(revision: string): Promise<PastRevision | undefined> {
    const manifests = await this.#history?.manifestsAt(revision)
    if (manifests === undefined) return undefined
    const byObject = new Map<SourceKey, SourceManifest>()
    for (const one of manifests) {
      if (one.role !== 'hook') byObject.set(sourceKey(one.manifest, this.#namespaceOf(one)), one)
    }
    return { revision, manifests: byObject }
  }
}
