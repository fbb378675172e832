import { createHash } from 'node:crypto'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { FieldPath } from '../../model/field-path.ts'
import { parsePath } from '../../model/field-path-parse.ts'
import { canonicalJson, isList, isObject, objectOf, stringAt, type Json, type JsonObject } from '../../model/json.ts'
import { parseApiVersion } from '../../model/kind-info.ts'
import { compareText } from '../../model/object-ref.ts'
import { valueAt } from '../../model/value-at.ts'
import { SharedStrings } from './shared-strings.ts'
import type { ChangedManifest } from './source-event.ts'

/** What two states of a source say differently, sorted by group, kind, namespace and name. */
export function changedManifests(
  before: readonly SourceManifest[],
  now: readonly SourceManifest[],
): readonly ChangedManifest[] {
  const [old, current] = [byObject(before), byObject(now)]
  const changed: ChangedManifest[] = []
  for (const [key, one] of current) {
    const earlier = old.get(key)
    if (earlier === undefined) changed.push({ ...one.object, change: 'added' })
    else if (!sameContent(earlier.manifests, one.manifests)) changed.push({ ...one.object, change: 'modified' })
  }
  for (const [key, one] of old) if (!current.has(key)) changed.push({ ...one.object, change: 'removed' })
  return changed.sort((a, b) => compareText(sortKey(a), sortKey(b)))
}

/**
 * The manifests of a new state, with those of the old one in place of equal ones: a state costs memory only for what it
 * changed, and who keeps something by manifest keeps it. New ones share their strings.
 */
export function sharedWith(
  before: readonly SourceManifest[],
  now: readonly SourceManifest[],
): readonly SourceManifest[] {
  const known = byObject(before)
  const strings = new SharedStrings()
  return now.map((one) => {
    const same = known.get(keyOf(one))?.manifests.find((other) => contentOf(other) === contentOf(one))
    // A value that a render draws anew is another one each time, so the object may differ although its content does not.
    const isOther = same === undefined || one.unrenderable !== undefined
    return { ...one, manifest: isOther ? strings.sharedBy(one.manifest) : same.manifest }
  })
}

interface OneObject {
  readonly object: Omit<ChangedManifest, 'change'>
  /** More than one where the source holds the object repeatedly. */
  readonly manifests: SourceManifest[]
}

function byObject(manifests: readonly SourceManifest[]): ReadonlyMap<string, OneObject> {
  const found = new Map<string, OneObject>()
  for (const one of manifests) {
    const key = keyOf(one)
    const known = found.get(key)
    if (known === undefined) found.set(key, { object: objectIn(one), manifests: [one] })
    else known.manifests.push(one)
  }
  return found
}

function objectIn({ manifest }: SourceManifest): Omit<ChangedManifest, 'change'> {
  return {
    group: parseApiVersion(stringAt(manifest, 'apiVersion') ?? '').group,
    kind: stringAt(manifest, 'kind') ?? '',
    namespace: stringAt(manifest, 'metadata', 'namespace') ?? '',
    name: stringAt(manifest, 'metadata', 'name') ?? '',
  }
}

function keyOf(one: SourceManifest): string {
  return sortKey(objectIn(one))
}

function sortKey({ group, kind, namespace, name }: Omit<ChangedManifest, 'change'>): string {
  return [group, kind, namespace, name].join('\0')
}

function sameContent(a: readonly SourceManifest[], b: readonly SourceManifest[]): boolean {
  return a.length === b.length && a.every((one, index) => contentOf(one) === contentOf(b[index] as SourceManifest))
}

/** Digest by manifest: most of a new state are the manifests of the old one. Held in memory only. */
const digests = new WeakMap<JsonObject, string>()

/** The manifest, without values that two renders of one revision give differently; its place is no content. */
function contentOf({ manifest, role, unrenderable = [], encrypted }: SourceManifest): string {
  let digest = digests.get(manifest)
  if (digest === undefined) {
    const known = unrenderable.reduce<Json>((rest, path) => blanked(rest, parsePath(path) ?? []), manifest)
    digest = createHash('sha256').update(canonicalJson(known)).digest('base64')
    digests.set(manifest, digest)
  }
  return [role, encrypted === true, ...unrenderable, digest].join('\n')
}

function blanked(value: Json, path: FieldPath): Json {
  const [step, ...rest] = path
  if (step === undefined) return null
  if (step.kind === 'field') return isObject(value) ? blankedField(value, step.name, rest) : value
  return isList(value)
    ? value.map((item) => (valueAt([item], [step]) === undefined ? item : blanked(item, rest)))
    : value
}

function blankedField(value: JsonObject, name: string, rest: FieldPath): Json {
  return objectOf(
    Object.keys(value).map((key) => [key, key === name ? blanked(value[key] as Json, rest) : (value[key] as Json)]),
  )
}
