import { resolveDesired } from '../desired/resolve-kinds.ts'
import type { Discovery } from '../live/cluster-reader.ts'
import type { DesiredObject } from '../model/desired-object.ts'
import { sameJson } from '../model/json.ts'
import type { NotChecked } from '../model/not-checked.ts'
import { compareRefs, printRef, type ObjectRef } from '../model/object-ref.ts'
import { neverCompared } from '../policy/never-compared.ts'
import type { LoadedSource } from './scan-ports.ts'

/** What Git says of one cluster, over all its sources. */
export interface DesiredState {
  /** Sorted by reference; several manifests where several sources hold one object. */
  readonly objects: readonly DesiredEntry[]
  readonly excluded: readonly ExcludedObject[]
  readonly gaps: readonly NotChecked[]
}

export interface DesiredEntry {
  readonly ref: ObjectRef
  /** One manifest per source that holds the object; never empty. */
  readonly manifests: readonly [DesiredObject, ...DesiredObject[]]
}

export interface ExcludedObject {
  readonly ref: ObjectRef
  readonly version: string
  readonly reason: string
}

/** Resolves kinds and namespaces, leaves out what is never compared, and finds objects that one source holds twice. */
export function desiredState(
  cluster: string,
  sources: readonly LoadedSource[],
  discovery: Discovery,
  defaultNamespace: string,
): DesiredState {
  const [unreachable] = discovery.failed
  if (discovery.kinds.length === 0 && unreachable !== undefined) return nothingKnown(sources, unreachable.error.message)
  const namespaces = new Map(sources.map(({ revision, namespace }) => [revision.name, namespace]))
  const resolved = resolveDesired(
    sources.flatMap((source) => source.manifests),
    discovery,
    (source) => namespaces.get(source) ?? defaultNamespace,
  )
  const gaps: NotChecked[] = [...sources.flatMap((source) => source.gaps), ...resolved.gaps]
  const excluded: ExcludedObject[] = []
  const byRef = new Map<string, { ref: ObjectRef; manifests: DesiredObject[] }>()
  for (const object of resolved.objects) {
    const ref = refOf(cluster, object)
    const reason = exclusionOf(object, ref)
    const { version } = object.kindInfo
    if (reason !== undefined) excluded.push({ ref, version, reason })
    else collect(byRef, ref, object)
    // The object is compared by presence and metadata; its values are what is left out.
    if (reason === undefined && object.encrypted === true) excluded.push({ ref, version, reason: 'encrypted-values' })
  }
  const objects: DesiredEntry[] = []
  for (const { ref, manifests } of byRef.values()) {
    const repeated = repeatedInOneSource(ref, manifests)
    if (repeated === undefined) objects.push({ ref, manifests: onePerSource(manifests) })
    else gaps.push(repeated)
  }
  objects.sort((a, b) => compareRefs(a.ref, b.ref))
  return {
    objects,
    excluded: [...excluded, ...resolved.excluded.map((one) => ({ ...one, ref: { ...one.ref, cluster } }))],
    gaps,
  }
}

/** Nothing is said about any object where not even the kinds are known; one gap names the cause. */
function nothingKnown(sources: readonly LoadedSource[], message: string): DesiredState {
  const gaps = sources.flatMap((source) => source.gaps)
  return { objects: [], excluded: [], gaps: [...gaps, { kind: '*', reason: 'discovery-failed', message }] }
}

export function refOf(cluster: string, { kindInfo, namespace, name }: DesiredObject): ObjectRef {
  return { cluster, group: kindInfo.group, kind: kindInfo.kind, namespace, name }
}

function exclusionOf(object: DesiredObject, ref: ObjectRef): string | undefined {
  if (object.role === 'hook') return 'hook'
  return neverCompared(ref, 'compare')?.id
}

function collect(
  byRef: Map<string, { ref: ObjectRef; manifests: DesiredObject[] }>,
  ref: ObjectRef,
  object: DesiredObject,
): void {
  const key = printRef(ref)
  const entry = byRef.get(key)
  if (entry === undefined) byRef.set(key, { ref, manifests: [object] })
  else entry.manifests.push(object)
}

function onePerSource(manifests: readonly DesiredObject[]): [DesiredObject, ...DesiredObject[]] {
  const bySource = new Map(manifests.map((one) => [one.source, one]))
  return [...bySource.values()] as [DesiredObject, ...DesiredObject[]]
}

/** Two different manifests of one object in one source: which of them is meant depends on the order of applying. */
function repeatedInOneSource(ref: ObjectRef, manifests: readonly DesiredObject[]): NotChecked | undefined {
  for (const [i, one] of manifests.entries()) {
    const other = manifests
      .slice(i + 1)
      .find((later) => later.source === one.source && !sameJson(later.manifest, one.manifest))
    if (other !== undefined) {
      const places = `${printPlace(one)} and ${printPlace(other)}`
      const message = `The source ${one.source} holds this object twice and differently (${places}). Remove one of the two; until then it is not compared.`
      return { object: ref, reason: 'duplicate-object', message }
    }
  }
  return undefined
}

function printPlace({ place }: DesiredObject): string {
  return place.line === undefined ? place.file : `${place.file}:${place.line}`
}
