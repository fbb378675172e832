import type { Difference } from '../model/difference.ts'
import type { FieldPath } from '../model/field-path.ts'
import { at, isList, isObject, type Json, type JsonObject, property, sameJson, stringAt } from '../model/json.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { Visibility } from '../model/scan-report.ts'
import { valueAt } from '../model/value-at.ts'
import { neverCompared } from './never-compared.ts'

interface Context {
  readonly ref: ObjectRef
  readonly live: JsonObject | undefined
  readonly desired: JsonObject | undefined
}

/**
 * Argo CD merges three ways: Git, live, and what the object remembers of the last apply. A field that only the cluster
 * holds is kept by that merge and so never differs, except inside lists that the merge replaces as a whole.
 */
export function visibleToArgoCd(difference: Difference, context: Context): Visibility {
  const { kind, path } = difference
  const [first] = path
  if (isHook(context) || isExcluded(context.ref) || (first?.kind === 'field' && first.name === 'status')) return 'no'
  if (kind === 'missing') return 'yes'
  if (dependsOnSettings(context) || kind === 'contested' || kind === 'reordered') return 'unknown'
  if (path.length === 0) return isTracked(context.live) ? 'unknown' : 'no'
  if (kind === 'added') return isAddedVisible(difference, context)
  if (kind === 'modified' && difference.desired !== undefined) return isModifiedVisible(difference, context)
  return 'yes'
}

/** An addition shows where the last apply knew the field, so that the merge now takes it away, or in a list of Git's. */
function isAddedVisible({ path, signals }: Difference, { ref, desired }: Context): Visibility {
  if (signals.lastApplied === 'same' || signals.lastApplied === 'different') return 'yes'
  const isGitsList = (length: number): boolean =>
    desired !== undefined && isList(valueAt(desired, path.slice(0, length)))
  const isElement = path.at(-1)?.kind !== 'field'
  if (hasMergeKeys(ref.group))
    return isElement && path.at(-1)?.kind === 'index' && isGitsList(path.length - 1) ? 'yes' : 'no'
  // Without merge keys the list is one value; items are laid over each other by position, which decides the fields in them.
  if (isElement) return isGitsList(path.length - 1) ? 'yes' : 'no'
  return listsAround(path).some(isGitsList) ? 'unknown' : 'no'
}

function listsAround(path: FieldPath): readonly number[] {
  return path.flatMap((element, index) => (element.kind === 'field' ? [] : [index]))
}

/** A value of Git's that changed shows. One that only gained something shows where the merge replaces it whole. */
function isModifiedVisible({ desired, live }: Difference, { ref }: Context): Visibility {
  if (losesAnything(desired as Json, live, hasMergeKeys(ref.group) ? 'whole' : 'by-position')) return 'yes'
  return holdsList(desired as Json) ? 'unknown' : 'no'
}

/** Whether some leaf of Git's is gone or different. Maps merge by key, also those that server-side apply takes as one value. */
function losesAnything(desired: Json, live: Json | undefined, lists: 'whole' | 'by-position'): boolean {
  if (isObject(desired) && isObject(live)) {
    return Object.keys(desired).some((key) => losesAnything(property(desired, key) as Json, property(live, key), lists))
  }
  if (isList(desired) && isList(live) && lists === 'by-position' && desired.length === live.length) {
    return desired.some((item, index) => losesAnything(item, live[index], lists))
  }
  return !sameJson(desired, live)
}

function holdsList(value: Json): boolean {
  if (isList(value)) return true
  return isObject(value) && Object.keys(value).some((key) => holdsList(property(value, key) as Json))
}

/** Groups whose Go types Argo CD has, and with them the keys by which lists merge. CRDs and API services are not in it. */
const TYPED_GROUPS = new Set([
  '',
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'extensions',
  'admissionregistration.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'rbac.authorization.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
])

function hasMergeKeys(group: string): boolean {
  return TYPED_GROUPS.has(group)
}

function isHook({ desired, live }: Context): boolean {
  return [desired, live].some(
    (object) =>
      annotation(object, 'argocd.argoproj.io/hook') !== undefined || annotation(object, 'helm.sh/hook') !== undefined,
  )
}

const EXCLUDED_KINDS = new Set(['/Endpoints', 'discovery.k8s.io/EndpointSlice'])

function isExcluded(ref: ObjectRef): boolean {
  return EXCLUDED_KINDS.has(`${ref.group}/${ref.kind}`) || neverCompared(ref, 'compare') !== undefined
}

/** Options on the object that pick another strategy, or leave something out. */
function dependsOnSettings({ desired, live }: Context): boolean {
  return [desired, live].some((object) => {
    const annotations = at(object, 'metadata', 'annotations')
    if (!isObject(annotations)) return false
    if (stringAt(annotations, 'argocd.argoproj.io/sync-options')?.includes('ServerSideApply') === true) return true
    return Object.keys(annotations).some(
      (name) =>
        name === 'argocd.argoproj.io/compare-options' || name.startsWith('argocd.argoproj.io/ignore-differences'),
    )
  })
}

function isTracked(live: JsonObject | undefined): boolean {
  return (
    annotation(live, 'argocd.argoproj.io/tracking-id') !== undefined ||
    at(live, 'metadata', 'labels', 'app.kubernetes.io/instance') !== undefined
  )
}

function annotation(object: JsonObject | undefined, name: string): Json | undefined {
  return at(object, 'metadata', 'annotations', name)
}
