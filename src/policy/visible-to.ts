import type { Difference } from '../model/difference.ts'
import type { FieldOwner } from '../model/field-owner.ts'
import { at, isObject, type Json, type JsonObject, property } from '../model/json.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import type { Visibility } from '../model/scan-report.ts'
import { visibleToArgoCd } from './visible-to-argo-cd.ts'

export interface VisibilityContext {
  readonly ref: ObjectRef
  readonly live: JsonObject | undefined
  readonly desired: JsonObject | undefined
}

export interface VisibleTo {
  readonly argocd: Visibility
  readonly flux: Visibility
}

/**
 * Whether Argo CD and Flux, with the settings that they come with, would show the difference. `unknown` where
 * that depends on settings which the object does not tell.
 */
export function visibleTo(difference: Difference, context: VisibilityContext): VisibleTo {
  return { argocd: visibleToArgoCd(difference, context), flux: visibleToFlux(difference, context) }
}

/** Flux asks the server what an apply would change: what others added without its name stays out of that answer. */
function visibleToFlux(difference: Difference, context: VisibilityContext): Visibility {
  const { kind, path, signals } = difference
  const marks = marksOf(context)
  if (marks.includes('reconcile: disabled') || marks.includes('ssa: ignore')) return 'no'
  if (kind === 'missing') return 'yes'
  if (marks.includes('ssa: ifnotpresent') || path.length === 0 || isUncomparedByFlux(difference)) return 'no'
  // Drift detection of Helm releases is off unless the release asks for it.
  if (isHelmRelease(context) || kind === 'contested') return 'unknown'
  switch (kind) {
    case 'ineffective':
      return 'no'
    case 'added':
      return isTakenOver(signals.owners, marks) ? 'yes' : 'no'
    default:
      // The answer went through the same webhooks that made the value what it is.
      return signals.oracle === 'equals-live' ? 'no' : 'yes'
  }
}

function isUncomparedByFlux({ path }: Difference): boolean {
  const [first, second] = path.map((element) => (element.kind === 'field' ? element.name : ''))
  return first === 'status' || (first === 'metadata' && second !== 'labels' && second !== 'annotations')
}

/** A field goes with the next apply where all who hold it are those whose fields Flux takes over, or Flux itself. */
function isTakenOver(owners: readonly FieldOwner[], marks: readonly string[]): boolean {
  if (owners.length === 0) return false
  return owners.every((owner) => {
    if (owner.subresource !== '') return false
    if (owner.manager === 'kustomize-controller') return true
    const isForeign = owner.manager.startsWith('kubectl') || owner.manager.startsWith('before-first-apply')
    return isForeign && !marks.includes('ssa: merge')
  })
}

const FLUX = 'kustomize.toolkit.fluxcd.io/'

/** Flux's own annotations and labels on either side, as `reconcile: disabled`; their values count in any case. */
function marksOf({ live, desired }: VisibilityContext): readonly string[] {
  return [live, desired].flatMap((object) =>
    ['annotations', 'labels'].flatMap((where) => {
      const found = at(object, 'metadata', where)
      return isObject(found) ? Object.keys(found).flatMap((name) => markOf(name, property(found, name))) : []
    }),
  )
}

function markOf(name: string, value: Json | undefined): readonly string[] {
  if (!name.startsWith(FLUX) || typeof value !== 'string') return []
  return [`${name.slice(FLUX.length)}: ${value.toLowerCase()}`]
}

function isHelmRelease({ live }: VisibilityContext): boolean {
  return at(live, 'metadata', 'labels', 'helm.toolkit.fluxcd.io/name') !== undefined
}
