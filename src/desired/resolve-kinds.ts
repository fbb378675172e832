import type { CodedError } from '../model/coded-error.ts'
import type { DesiredObject, SourceManifest } from '../model/desired-object.ts'
import { property, stringAt, type JsonObject } from '../model/json.ts'
import { parseApiVersion, type KindInfo } from '../model/kind-info.ts'
import type { NotChecked } from '../model/not-checked.ts'
import type { ObjectRef } from '../model/object-ref.ts'

/** What the cluster serves, and which groups could not be read. */
export interface ServedKinds {
  readonly kinds: readonly KindInfo[]
  readonly failed: readonly { readonly group: string; readonly version: string; readonly error: CodedError }[]
}

export interface ResolvedManifests {
  readonly objects: readonly DesiredObject[]
  readonly gaps: readonly NotChecked[]
  /** Objects that have no identity to compare by; the reference lacks the cluster. */
  readonly excluded: readonly { readonly ref: Omit<ObjectRef, 'cluster'>; readonly version: string; readonly reason: string }[]
}

/**
 * Finds the kind of every manifest among what the cluster serves, and its namespace by the scope of the kind: filled from
 * the default for namespaced kinds, dropped for cluster-scoped ones. A kind that is not served is never "missing objects":
 * it is a gap that says which of the possible reasons holds.
 */
export function resolveDesired(manifests: readonly SourceManifest[], served: ServedKinds, defaultNamespace: string): ResolvedManifests {
  const byKind = new Map(served.kinds.map((kind) => [keyOf(kind.group, kind.version, kind.kind), kind]))
  const defined = kindsDefinedIn(manifests)
  const objects: DesiredObject[] = []
  const gaps: NotChecked[] = []
  const excluded: ResolvedManifests['excluded'][number][] = []
  for (const one of manifests) {
    const { group, version } = parseApiVersion(stringAt(one.manifest, 'apiVersion') ?? '')
    const kind = stringAt(one.manifest, 'kind') ?? ''
    const kindInfo = byKind.get(keyOf(group, version, kind))
    const name = stringAt(one.manifest, 'metadata', 'name')
    if (name === undefined) {
      const namespace = stringAt(one.manifest, 'metadata', 'namespace') ?? defaultNamespace
      excluded.push({ ref: { group, kind, namespace, name: generatedName(one.manifest) }, version, reason: 'generate-name' })
    } else if (kindInfo === undefined) gaps.push(unservedKind(one, { group, version, kind }, served, defined))
    else objects.push({ ...one, kindInfo, name, namespace: namespaceOf(one.manifest, kindInfo, defaultNamespace) })
  }
  return { objects, gaps, excluded }
}

function keyOf(group: string, version: string, kind: string): string {
  return `${group}/${version}/${kind}`
}

function generatedName(manifest: JsonObject): string {
  return `${stringAt(manifest, 'metadata', 'generateName') ?? ''}*`
}

function namespaceOf(manifest: JsonObject, kind: KindInfo, defaultNamespace: string): string {
  return kind.namespaced ? (stringAt(manifest, 'metadata', 'namespace') ?? defaultNamespace) : ''
}

/** Group and kind that custom resource definitions among the manifests define. */
function kindsDefinedIn(manifests: readonly SourceManifest[]): ReadonlySet<string> {
  const defined = new Set<string>()
  for (const { manifest } of manifests) {
    if (property(manifest, 'kind') !== 'CustomResourceDefinition') continue
    defined.add(`${stringAt(manifest, 'spec', 'group') ?? ''}/${stringAt(manifest, 'spec', 'names', 'kind') ?? ''}`)
  }
  return defined
}

interface Wanted {
  readonly group: string
  readonly version: string
  readonly kind: string
}

function unservedKind(one: SourceManifest, wanted: Wanted, served: ServedKinds, defined: ReadonlySet<string>): NotChecked {
  const { group, version, kind } = wanted
  const place = one.place.line === undefined ? one.place.file : `${one.place.file}:${one.place.line}`
  const object = `${kind} ${stringAt(one.manifest, 'metadata', 'name') ?? ''} (${place})`
  const { reason, message } = reasonFor(wanted, served, defined)
  return { kind: `${group === '' ? 'core' : group}/${version}/${kind}`, reason, message: `${object}: ${message}` }
}

function reasonFor(
  { group, version, kind }: Wanted,
  served: ServedKinds,
  defined: ReadonlySet<string>,
): { readonly reason: string; readonly message: string } {
  const failed = served.failed.find((one) => one.group === group)
  if (failed !== undefined) {
    return { reason: 'discovery-failed', message: `its API group could not be read. ${failed.error.message} The object was not checked.` }
  }
  const versions = served.kinds.filter((one) => one.group === group && one.kind === kind).map((one) => one.version)
  if (versions.length > 0) {
    const message = `the cluster serves this kind at ${versions.join(', ')}, not at ${version}. Change apiVersion in Git; the object was not checked.`
    return { reason: 'version-not-served', message }
  }
  if (defined.has(`${group}/${kind}`)) {
    const message = 'its CustomResourceDefinition is in the sources and not in the cluster yet. Roll that out first; the object was not checked.'
    return { reason: 'crd-missing', message }
  }
  const message = `the cluster serves no kind ${kind} in group ${group === '' ? 'core' : group}. Install its CustomResourceDefinition or correct the manifest; the object was not checked.`
  return { reason: 'kind-unknown', message }
}
