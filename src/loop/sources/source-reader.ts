import { createHash } from 'node:crypto'
import { openPath } from '../../desired/open-path.ts'
import type { ReadContext } from '../../desired/read-context.ts'
import { ReadingRecord } from '../../desired/reading-record.ts'
import { readTree, withEmptiness } from '../../desired/read-tree.ts'
import { readSourceFiles } from '../../desired/source-files.ts'
import type { RenderTarget } from '../../desired/source-spec.ts'
import { DEFAULT_READ_LIMITS, type SourceTree } from '../../desired/source-tree.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { OpenedSource, SourceReading, WhatWasRead } from './source-reading.ts'
import type { SourceWatchPorts } from './source-watch.ts'
import type { WatchedSource } from './watched-source.ts'

/** Opens and reads one source. Whatever throws a DriftageError may work the next time; what is in the files is a gap. */
export class SourceReader {
  source: WatchedSource
  readonly #ports: SourceWatchPorts

  constructor(source: WatchedSource, ports: SourceWatchPorts) {
    this.source = source
    this.#ports = ports
  }

  /** @param known commit that the head is known to be now */
  open(known?: string): Promise<OpenedSource> {
    const { spec } = this.source
    if (spec.kind === 'path') return openPath(spec, this.#ports)
    return this.#ports.repositories.openCommit(spec.repository, spec.revision, spec.folder, known)
  }

  /** Opens a commit, whatever the configured revision is now. Throws DRF2032 where there is none. */
  async openAt(commit: string): Promise<OpenedSource> {
    const { spec } = this.source
    if (spec.kind === 'git') return this.#ports.repositories.openCommit(spec.repository, commit, spec.folder)
    const open = await openPath(spec, this.#ports)
    if (open.past === undefined) return open
    return { ...open, tree: await open.past.treeAt(commit), revision: commit, dirty: false }
  }

  async read(open: OpenedSource): Promise<SourceReading> {
    const record = new ReadingRecord()
    const target = this.#target()
    const tree = open.graph === undefined ? record.ofTree(open.tree) : open.tree
    const read = await readTree(tree, open.folder, this.#context(target, record))
    const identities = (await open.graph?.identities(open.revision, read.roots)) ?? []
    return {
      open,
      kind: read.kind,
      ...withEmptiness(read, this.source.name),
      files: await readSourceFiles(open.tree, open.folder),
      read: { roots: read.roots, identities, record, target: read.kind === 'chart' ? markOf(await target) : undefined },
    }
  }

  /** What the source said in an older tree; undefined where it does not render whole, since a part could look like a removal. */
  async readPast(tree: SourceTree, folder: string): Promise<readonly SourceManifest[] | undefined> {
    const read = await readTree(tree, folder, this.#context(this.#target(), new ReadingRecord()))
    const passing = read.gaps.find(({ code }) => mayPass(code))
    if (passing !== undefined) throw new DriftageError(passing.code, passing.message)
    return read.gaps.length > 0 ? undefined : read.manifests
  }

  /** True where reading what lies open would give the same again, so that nothing need be rendered (G-7). */
  async wouldBeSame(read: WhatWasRead, open: OpenedSource): Promise<boolean> {
    if (!(await this.isSameOutside(read))) return false
    if (open.graph === undefined) return read.record.holdsFor(open.tree, DEFAULT_READ_LIMITS)
    const identities = await open.graph.identities(open.revision, read.roots)
    return identities.every((one, index) => one === read.identities[index])
  }

  /** As {@link wouldBeSame}, for the same commit: only values files of this machine and the cluster can have changed. */
  async isSameOutside(read: WhatWasRead): Promise<boolean> {
    if (read.target !== undefined && read.target !== markOf(await this.#target())) return false
    return read.record.holdsForMachine(this.#ports.workingTrees, DEFAULT_READ_LIMITS)
  }

  #context(target: Promise<RenderTarget>, record: ReadingRecord): ReadContext {
    const { name, spec } = this.source
    return {
      source: name,
      helm: spec.helm ?? {},
      target,
      renderer: this.#ports.renderer,
      workingTrees: record.ofWorkingTrees(this.#ports.workingTrees),
      limits: DEFAULT_READ_LIMITS,
    }
  }

  #target(): Promise<RenderTarget> {
    const { cluster, namespace } = this.source
    const target = this.#ports.target(cluster).then((known) => ({ ...known, namespace }))
    // Only charts wait for it; to all others a cluster that is not known is no failure.
    target.catch(() => undefined)
    return target
  }
}

/** The renderer crashed, ran out of time or of memory: the same input may do better another time. */
export function mayPass(code: string): boolean {
  return code === 'DRF2100' || code === 'DRF2101' || code === 'DRF2102'
}

function markOf({ kubeVersion, apiVersions, namespace }: RenderTarget): string {
  return createHash('sha256')
    .update(JSON.stringify([kubeVersion, apiVersions, namespace]))
    .digest('base64')
}
