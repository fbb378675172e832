import type { AuditEvent } from '../../model/audit-event.ts'
import { at, isObject, type Json, stringAt } from '../../model/json.ts'

/** Key that driftage's admission policy writes into each event, behind the name of the policy. */
const ANNOTATION = '/driftage-previous'

/**
 * The version that a write replaced: what a PUT or a conditional deletion names, which the server holds it to; else what the
 * admission policy saw, which for a PATCH that was tried again is what its first attempt saw.
 */
export function previousVersionOf(event: Json): AuditEvent['previousVersion'] {
  const verb = stringAt(event, 'verb')
  if (verb === 'deletecollection' || verb === 'create') return undefined
  const named = stringAt(event, 'objectRef', 'resourceVersion')
  if (named) return { resourceVersion: named, from: 'object-ref' }
  const seen = seenByPolicy(event)
  return seen && { resourceVersion: seen.resourceVersion, from: 'admission-policy' }
}

/** The uid that the admission policy saw. */
export function uidBefore(event: Json): string | undefined {
  return stringAt(event, 'verb') === 'deletecollection' ? undefined : seenByPolicy(event)?.uid
}

/** `uid/resourceVersion`, in the annotations of the event; cloud logs have them as labels. */
function seenByPolicy(event: Json): { readonly uid: string; readonly resourceVersion: string } | undefined {
  const annotations = at(event, 'annotations')
  if (!isObject(annotations)) return undefined
  const found = Object.keys(annotations).find((name) => name.endsWith(ANNOTATION))
  const [uid, resourceVersion] = (found === undefined ? '' : (stringAt(annotations, found) ?? '')).split('/')
  return uid && resourceVersion ? { uid, resourceVersion } : undefined
}
