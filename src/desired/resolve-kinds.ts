import type { ErrorCode } from '../errors/catalogue.ts'
import type { DesiredObject, SourceManifest } from '../model/desired-object.ts'
import { at, isList, isObject, stringAt } from '../model/json.ts'
import { apiVersionOf, isUndiscovered, type KindInfo, parseApiVersion } from '../model/kind-info.ts'
import type { NotChecked } from '../model/not-checked.ts'
import type { ObjectRef } from '../model/object-ref.ts'

/** What a cluster serves; a fixed table where no cluster is asked. */
export interface KindTable {
  readonly kinds: readonly KindInfo[]
  /** Group versions that could not be read: their kinds may exist. `*` where no named group could be. */
  readonly failed: readonly { readonly group: string; readonly version: string }[]
}

export interface ResolvedDesired {
  readonly objects: readonly DesiredObject[]
  /** `ref.cluster` is empty: the manifests do not know it. */
  readonly excluded: readonly { readonly ref: ObjectRef; readonly version: string; readonly reason: string }[]
  /** One per kind and cause, whatever the number of objects. */
  readonly gaps: readonly KindGap[]
}

export interface KindGap extends NotChecked {
  readonly code: ErrorCode
  readonly reason: Cause['reason']
}

/**
 * Finds the kind of each manifest and fills its namespace: `defaultNamespace` for namespaced kinds that name none, none
 * for cluster-scoped kinds whatever they name. Pure.
 *
 * @param defaultNamespace one for all, or by the name of the source
 */
export function resolveDesired(
  manifests: readonly SourceManifest[],
  table: KindTable,
  defaultNamespace: string | ((source: string) => string),
): ResolvedDesired {
  const index = new KindIndex(table, manifests)
  const objects: DesiredObject[] = []
  const excluded: ResolvedDesired['excluded'][number][] = []
  const unknown = new Map<string, Unresolved>()
  const usual = typeof defaultNamespace === 'string' ? () => defaultNamespace : defaultNamespace
  for (const one of manifests) {
    const kindInfo = index.find(one)
    if (kindInfo === undefined) {
      collect(unknown, one, index.why(one))
      continue
    }
    const namespace = kindInfo.namespaced ? stringAt(one.manifest, 'metadata', 'namespace') || usual(one.source) : ''
    const name = stringAt(one.manifest, 'metadata', 'name') ?? ''
    if (name === '')
      excluded.push({ ref: generated(one, kindInfo, namespace), version: kindInfo.version, reason: 'generate-name' })
    else objects.push({ ...one, kindInfo, namespace, name })
  }
  return { objects, excluded, gaps: [...unknown.values()].map(gapOf) }
}

function generated({ manifest }: SourceManifest, { group, kind }: KindInfo, namespace: string): ObjectRef {
  return { cluster: '', group, kind, namespace, name: `${stringAt(manifest, 'metadata', 'generateName') ?? ''}*` }
}

interface Cause {
  readonly code: ErrorCode
  readonly reason: 'version-not-served' | 'kind-unknown' | 'crd-missing' | 'discovery-failed'
  readonly text: string
}

interface Unresolved {
  readonly kind: string
  readonly cause: Cause
  readonly manifests: SourceManifest[]
}

function collect(unknown: Map<string, Unresolved>, one: SourceManifest, cause: Cause): void {
  const { group, version, kind } = kindOf(one)
  const written = [group || '-', version, kind].join('/')
  const entry = unknown.get(written)
  if (entry === undefined) unknown.set(written, { kind: written, cause, manifests: [one] })
  else entry.manifests.push(one)
}

function gapOf({ kind, cause, manifests }: Unresolved): KindGap {
  const places = manifests
    .slice(0, 3)
    .map(({ place }) => (place.line === undefined ? place.file : `${place.file}:${place.line}`))
  const more = manifests.length > places.length ? ` and ${manifests.length - places.length} more` : ''
  const count = manifests.length === 1 ? '1 object was' : `${manifests.length} objects were`
  return {
    kind,
    code: cause.code,
    reason: cause.reason,
    message: `${cause.text} ${count} not compared (${places.join(', ')}${more}).`,
  }
}

function kindOf({ manifest }: SourceManifest): {
  readonly group: string
  readonly version: string
  readonly kind: string
} {
  return { ...parseApiVersion(stringAt(manifest, 'apiVersion') ?? ''), kind: stringAt(manifest, 'kind') ?? '' }
}

class KindIndex {
  private readonly exact = new Map<string, KindInfo>()
  private readonly versions = new Map<string, string[]>()
  private readonly failed: KindTable['failed']
  private readonly defined: ReadonlySet<string>

  constructor(table: KindTable, manifests: readonly SourceManifest[]) {
    for (const info of table.kinds) {
      this.exact.set(`${apiVersionOf(info)}/${info.kind}`, info)
      const groupKind = `${info.group}/${info.kind}`
      this.versions.set(groupKind, [...(this.versions.get(groupKind) ?? []), apiVersionOf(info)])
    }
    this.failed = table.failed
    this.defined = new Set(manifests.flatMap(definedKinds))
  }

  find({ manifest }: SourceManifest): KindInfo | undefined {
    return this.exact.get(`${stringAt(manifest, 'apiVersion') ?? ''}/${stringAt(manifest, 'kind') ?? ''}`)
  }

  /** Why {@link find} found nothing. A group that could not be read proves nothing about its kinds, so it comes first. */
  why(one: SourceManifest): Cause {
    const { group, version, kind } = kindOf(one)
    const written = `${kind} of ${group === '' ? version : `${group}/${version}`}`
    if (isUndiscovered(this.failed, group)) {
      const text = `The API server could not say what the group ${group || '(core)'} holds, so ${written} may exist or not. Repair its APIService.`
      return { code: 'DRF2016', reason: 'discovery-failed', text }
    }
    const served = this.versions.get(`${group}/${kind}`)
    if (served !== undefined) {
      const text = `The cluster serves ${kind} in ${served.join(', ')} and not in ${version}. Change apiVersion in Git.`
      return { code: 'DRF2013', reason: 'version-not-served', text }
    }
    if (this.defined.has(`${group}/${kind}`)) {
      const text = `The cluster does not have ${written} yet; the source holds its CustomResourceDefinition. Apply that first.`
      return { code: 'DRF2015', reason: 'crd-missing', text }
    }
    const text = `The cluster does not have ${written}. Install what defines it, or correct apiVersion and kind.`
    return { code: 'DRF2014', reason: 'kind-unknown', text }
  }
}

/** `group/Kind` that a CustomResourceDefinition among the manifests defines. */
function definedKinds({ manifest }: SourceManifest): readonly string[] {
  if (stringAt(manifest, 'kind') !== 'CustomResourceDefinition') return []
  const group = stringAt(manifest, 'spec', 'group')
  const kind = stringAt(manifest, 'spec', 'names', 'kind')
  const versions = at(manifest, 'spec', 'versions')
  const served = isList(versions) ? versions.some((version) => isObject(version) && version['served'] !== false) : true
  return group === undefined || kind === undefined || !served ? [] : [`${group}/${kind}`]
}
