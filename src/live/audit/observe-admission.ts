import type { AuditEvent, AuditedObject } from '../../model/audit-event.ts'
import type { FieldOwner } from '../../model/field-owner.ts'
import { type Instant, printInstant } from '../../model/instant.ts'
import { at, isList, isObject, type Json, type JsonObject, stringAt } from '../../model/json.ts'
import { bookedEntry } from './booked-entry.ts'
import { changedPaths } from './changed-paths.ts'
import { isSecretLike } from './secret-like-resource.ts'

/** Where Git holds an object. */
export interface ManagedFrom {
  /** Name of the source. */
  readonly source: string
  /** Folder or file within it. */
  readonly place: string
  /** Field manager through which Git reaches the cluster: its own writes are nothing to warn about. */
  readonly deployer: string | undefined
}

export interface ObservingContext {
  readonly cluster: string
  readonly now: Instant
  /** Where Git holds the object; undefined for objects of nobody's. */
  readonly managed: (object: AuditedObject & { readonly kind: string }) => ManagedFrom | undefined
  /** `contentMark` with the key of this installation. */
  readonly markOf: (object: JsonObject) => string
}

export interface Observed {
  /** The AdmissionReview to answer with; it allows everything. */
  readonly response: JsonObject
  /** Undefined for dry runs, and for objects that Git does not hold. */
  readonly event?: AuditEvent
  /** What the user is told at once; undefined for programs and for the deployer. */
  readonly warning?: string
}

/**
 * Looks on while an object is written (`AdmissionReview` v1). It never refuses and never changes anything. What it sees is
 * one attempt: the server may still refuse it, or try again on a newer version and ask anew.
 *
 * A review names only who was acted as, never who acted: behind impersonation the real user cannot be seen here.
 *
 * @returns undefined where the text is no review
 */
export function observeAdmission(review: Json, context: ObservingContext): Observed | undefined {
  const request = at(review, 'request')
  const uid = stringAt(request, 'uid')
  if (stringAt(review, 'apiVersion') !== 'admission.k8s.io/v1' || !isObject(request) || uid === undefined)
    return undefined
  const object = objectOf(request)
  const managed = context.managed({ ...object, kind: stringAt(request, 'requestKind', 'kind') ?? '' })
  if (managed === undefined || at(request, 'dryRun') === true) return { response: allowing(uid) }
  const event = eventOf(request, uid, object, context)
  const warning = isPerson(event, managed) ? `managed from Git: ${managed.source}, ${managed.place}` : undefined
  return {
    response: allowing(uid, warning),
    event,
    ...(warning === undefined ? {} : { warning }),
  }
}

/** Longer warnings may be cut off by clients, and a few long ones drop the others. */
const MOST_CHARACTERS = 240

function allowing(uid: string, warning?: string): JsonObject {
  const warnings = warning === undefined ? {} : { warnings: [warning.slice(0, MOST_CHARACTERS)] }
  return { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, allowed: true, ...warnings } }
}

/** As it was asked for: the server may have converted it to the version of the webhook. */
function objectOf(request: JsonObject): AuditedObject {
  const resource = at(request, 'requestResource') ?? at(request, 'resource')
  return {
    group: stringAt(resource, 'group') ?? '',
    resource: stringAt(resource, 'resource') ?? '',
    namespace: stringAt(request, 'namespace') ?? '',
    name: stringAt(request, 'name') || (stringAt(request, 'object', 'metadata', 'name') ?? ''),
    subresource: stringAt(request, 'requestSubResource') ?? stringAt(request, 'subResource') ?? '',
  }
}

function eventOf(
  request: JsonObject,
  uid: string,
  object: AuditedObject,
  { cluster, now, markOf }: ObservingContext,
): AuditEvent {
  const written = at(request, 'object')
  const before = at(request, 'oldObject')
  const booked = object.subresource === '' ? bookedEntry(before, written) : undefined
  return {
    cluster,
    auditId: uid,
    verb: verbOf(request),
    object,
    user: stringAt(request, 'userInfo', 'username') ?? '',
    groups: groupsOf(request),
    manager: managerOf(request, booked),
    sourceIps: [],
    receivedAt: printInstant(now),
    completedAt: printInstant(now),
    ...versionsOf(written, before),
    ...(stringAt(request, 'operation') === 'CREATE' ? { created: true } : {}),
    ...(booked === undefined ? {} : { booked }),
    ...(isSecretLike(object.group, object.resource) ? {} : contentOf(object, before, written, markOf)),
    via: 'admission-webhook',
  }
}

function verbOf(request: JsonObject): AuditEvent['verb'] {
  const operation = stringAt(request, 'operation')
  if (operation === 'DELETE') return 'delete'
  if (stringAt(request, 'options', 'kind') === 'PatchOptions') return 'patch'
  return operation === 'CREATE' ? 'create' : 'update'
}

/** A review has no user agent: where nothing was asked for, the entry that moved tells the manager. */
function managerOf(request: JsonObject, booked: FieldOwner | null | undefined): string {
  return booked?.manager ?? stringAt(request, 'options', 'fieldManager') ?? ''
}

function groupsOf(request: JsonObject): readonly string[] {
  const groups = at(request, 'userInfo', 'groups')
  return isList(groups) ? groups.filter((group) => typeof group === 'string') : []
}

function versionsOf(written: Json | undefined, before: Json | undefined): Pick<AuditEvent, 'uid' | 'previousVersion'> {
  const uid = stringAt(before, 'metadata', 'uid') ?? stringAt(written, 'metadata', 'uid')
  const resourceVersion = stringAt(before, 'metadata', 'resourceVersion')
  return {
    ...(uid ? { uid } : {}),
    ...(resourceVersion ? { previousVersion: { resourceVersion, from: 'admission-webhook', isExact: true } } : {}),
  }
}

/** Of the objects only the paths that differ are kept, and what stands for the whole. */
function contentOf(
  object: AuditedObject,
  before: Json | undefined,
  written: Json | undefined,
  markOf: (object: JsonObject) => string,
): Pick<AuditEvent, 'touches' | 'contentMark'> {
  if (object.subresource === 'scale') return { touches: ['.spec.replicas'] }
  if (!isObject(written)) return {}
  const touches = isObject(before) ? changedPaths(before, written) : undefined
  return { contentMark: markOf(written), ...(touches === undefined ? {} : { touches }) }
}

/** Programs read no warnings. kubectl says under which name it writes, but not when it deletes. */
function isPerson({ user, manager, verb, booked }: AuditEvent, { deployer }: ManagedFrom): boolean {
  if (user.startsWith('system:') || (booked?.manager ?? manager) === deployer) return false
  return verb === 'delete' || manager.startsWith('kubectl')
}
