import { ownershipOf } from '../../diff/ownership.ts'
import type { AgreedBase } from '../../ledger/ports.ts'
import type { Reading } from '../../live/cluster-reader.ts'
import { engineWord } from '../../live/engine-word.ts'
import { isDeployer, type Deployer } from '../../model/deployer.ts'
import type { FieldOwner } from '../../model/field-owner.ts'
import type { FieldPath } from '../../model/field-path.ts'
import { printPath } from '../../model/field-path.ts'
import { printInstant, type Instant } from '../../model/instant.ts'
import type { JsonObject } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { OwnershipDelta, VersionOrigin } from '../../model/object-version.ts'
import type { Observation } from '../../model/observation.ts'
import { contentMark } from '../../model/content-mark.ts'
import type { MarkKey } from '../../model/value-mark.ts'
import type { TypeSchema } from '../../model/type-schema.ts'
import { assessObject } from '../assess-object.ts'
import type { Assessment } from '../assessment.ts'
import type { DesiredEntry } from '../desired-state.ts'
import { observationOf } from '../observe.ts'
import { isDeployed, pendingRemoval } from '../removed-in-git.ts'
import type { PassContext, RunningRevision } from '../pass-context.ts'
import type { ClusterDesired } from './cluster-desired.ts'
import type { ClusterView } from './cluster-view.ts'

/** One version of an object as it came, with what its arrival tells about the writer. */
export interface SeenVersion {
  readonly object: JsonObject
  readonly origin: VersionOrigin
  readonly deltaAt: (path: FieldPath) => OwnershipDelta | undefined
  readonly writers: readonly FieldOwner[]
}

export interface AssessorParts {
  readonly view: ClusterView
  readonly desired: ClusterDesired
  readonly key: MarkKey
  readonly now: () => Instant
  readonly agreedFor: (ref: ObjectRef) => Promise<AgreedBase | undefined>
  readonly deployerOf: (source: string) => Deployer | undefined
  readonly runningRevision: (source: string) => Promise<RunningRevision | undefined>
  /** What a pipeline said that it rolled out; undefined where none did. */
  readonly deployedRevision: (source: string) => string | undefined
  /** Whether a source was fetched after this time. */
  readonly fetchedAfter: (source: string, at: Instant) => boolean
}

/** What was found out, and whether a source has to be fetched before the deployer's part of it can be judged. */
export interface Assessed {
  readonly observation: Observation
  readonly waitsFor: { readonly source: string; readonly after: Instant } | undefined
}

/** Turns one version, or the absence, of one object into an observation. Writes nothing. */
export class Assessor {
  readonly #parts: AssessorParts

  constructor(parts: AssessorParts) {
    this.#parts = parts
  }

  async version(entry: DesiredEntry, seen: SeenVersion): Promise<Assessed> {
    const { view } = this.#parts
    const { kindInfo } = entry.manifests[0]
    const type: Reading<TypeSchema> = await view.schemas.typeOf(kindInfo)
    const reading = { state: 'found', value: seen.object } as const
    const context = await this.context(entry)
    const assessment = await assessObject(entry, { reading, type, ownership: ownershipOf(seen.object) }, context)
    const { source } = entry.manifests[0]
    const isLate = this.#wroteBeforeFetch(assessment, seen, source)
    const told = isLate ? withoutDeployersPart(assessment) : assessment
    const observation = await this.#observation(entry, told, seen)
    return { observation, waitsFor: isLate ? { source, after: seen.origin.seenAt } : undefined }
  }

  /** @param absence the last version that was seen, gone at a time; undefined where none ever was */
  async missing(entry: DesiredEntry, absence: VersionOrigin | undefined): Promise<Observation> {
    const live = { reading: { state: 'absent' }, type: { state: 'absent' }, ownership: [] } as const
    return this.#observation(entry, await assessObject(entry, live, await this.context(entry)), undefined, absence)
  }

  /** An object that Git held at `revision`, its last, and that is still there: undefined where Git never put it there. */
  async leaving(entry: DesiredEntry, seen: SeenVersion, revision: string): Promise<Observation | undefined> {
    const context = await this.context(entry)
    if (!isDeployed(seen.object, context)) return undefined
    const assessment = pendingRemoval(entry.manifests[0], entry.ref, seen.object, { revision }, context)
    return this.#observation(entry, assessment, seen)
  }

  unknown(entry: DesiredEntry, reason: string): Observation {
    return { state: 'unknown', ref: entry.ref, at: this.#parts.now(), sources: sourcesOf(entry), reason }
  }

  /** An engine is often faster than our fetch: what it just wrote may be what Git says by now. */
  #wroteBeforeFetch(assessment: Assessment, { origin, writers }: SeenVersion, source: string): boolean {
    const deployer = this.#parts.deployerOf(source)
    if (deployer === undefined || !writers.some((owner) => isDeployer(deployer, owner))) return false
    const isOpen = assessment.drifts.some(({ difference }) => difference.signals.deployerOwns === true)
    return isOpen && !this.#parts.fetchedAfter(source, origin.seenAt)
  }

  async #observation(
    entry: DesiredEntry,
    assessment: Assessment,
    seen: SeenVersion | undefined,
    absence?: VersionOrigin,
  ): Promise<Observation> {
    const { view, desired, key, now, deployerOf } = this.#parts
    const { kindInfo, source } = entry.manifests[0]
    const observation = observationOf(assessment, {
      at: seen?.origin.seenAt ?? absence?.seenAt ?? now(),
      sources: sourcesOf(entry),
      revisions: new Map([...desired.revisions].filter(([name]) => sourcesOf(entry).includes(name))),
      deployer: deployerOf(source),
      schemaHash: `${view.version} ${await view.schemas.hashOf(kindInfo)}`,
      version: seen?.origin,
      absence,
      deltaAt: seen?.deltaAt ?? (() => undefined),
      writers: seen?.writers ?? [],
      key,
    })
    const isPlain = observation.state !== 'checked' || observation.differences.length === 0
    return isPlain || seen === undefined ? observation : { ...observation, contentMark: contentMark(seen.object, key) }
  }

  /** What an object of this entry is assessed with, now. */
  async context(entry: DesiredEntry): Promise<PassContext> {
    const { view, desired, now, agreedFor, deployerOf, runningRevision, deployedRevision } = this.#parts
    const deployer = deployerOf(entry.manifests[0].source)
    const engines = view.engines()
    return {
      ...view.knowledge,
      admission: await view.admission(),
      facts: view.facts,
      oracle: view.oracle,
      timelines: desired.timelines,
      heads: desired.heads,
      seenAt: `${printInstant(now()).slice(0, 19)}Z`,
      agreedFor,
      deployerFor: () => deployer,
      engineWordFor: (live) => engineWord(live, engines),
      runningRevision,
      deployedRevision,
    }
  }
}

export function sourcesOf(entry: DesiredEntry): readonly string[] {
  return [...new Set(entry.manifests.map(({ source }) => source))].sort()
}

function withoutDeployersPart(assessment: Assessment): Assessment {
  const isDeployers = ({ difference }: Assessment['drifts'][number]): boolean =>
    difference.signals.deployerOwns === true
  const late = assessment.drifts.filter(isDeployers).map(({ difference }) => ({
    object: assessment.ref,
    path: printPath(difference.path),
    reason: 'desired-stale',
    message: LATE,
  }))
  return {
    ...assessment,
    drifts: assessment.drifts.filter((one) => !isDeployers(one)),
    gaps: [...assessment.gaps, ...late],
  }
}

const LATE =
  'The deployer wrote this after the source was last fetched, so Git may say it by now. It is judged as soon as the source has been read again.'
