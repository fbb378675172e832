import type { AuditEvent, AuditedObject } from '../../model/audit-event.ts'
import { at, isList, isObject, type Json, stringAt } from '../../model/json.ts'
import { cloudIdentityOf } from './cloud-identity.ts'
import { isKept, type StatusRelevance, writtenAs } from './kept-write.ts'
import { managerOf, queryOf } from './manager-of.ts'
import { type Replaced, replacedBy } from './previous-version.ts'
import { isSecretLike } from './secret-like-resource.ts'
import { touchedPaths } from './touched-paths.ts'

/** Of a deletion of a whole collection at most so many objects are taken from the answer. */
const MOST_DELETED = 1_000

/**
 * One event of `audit.k8s.io/v1` as the events that attribution uses: none for reads, refusals, dry runs, writes
 * that say themselves that they changed nothing, and other stages; several for a collection that was deleted, where the answer lists it. Bodies are not kept, and of secret-like kinds not
 * even looked at beside their metadata (S-11).
 */
export function nativeEvents(event: Json, cluster: string, isStatusRelevant: StatusRelevance): readonly AuditEvent[] {
  if (stringAt(event, 'stage') !== 'ResponseComplete') return []
  const query = queryOf(stringAt(event, 'requestURI') ?? '')
  const verb = stringAt(event, 'verb') ?? ''
  const code = at(event, 'responseStatus', 'code')
  const object = objectOf(event)
  const asked = { verb, object, code: typeof code === 'number' ? code : undefined, dryRun: isDryRun(event, query) }
  if (!isKept(asked, isStatusRelevant)) return []
  const before = replacedBy(event)
  if (before.inVain === true) return []
  const kept: AuditEvent = {
    cluster,
    auditId: stringAt(event, 'auditID') ?? '',
    verb: writtenAs(verb, object),
    object,
    ...requesterOf(event),
    manager: managerOf(query.get('fieldManager'), stringAt(event, 'userAgent')),
    receivedAt: stringAt(event, 'requestReceivedTimestamp') ?? '',
    completedAt: stringAt(event, 'stageTimestamp') ?? '',
    ...versionsOf(event, before),
    ...(asked.code === 201 && object.subresource === '' ? { created: true } : {}),
    ...(isSecretLike(object.group, object.resource) ? {} : touchesOf(verb, object, at(event, 'requestObject'))),
    via: 'audit',
  }
  if (kept.auditId === '') return []
  return verb === 'deletecollection' ? [kept, ...deletedOf(event, kept)] : [kept]
}

function objectOf(event: Json): AuditedObject {
  const ref = at(event, 'objectRef')
  return {
    group: stringAt(ref, 'apiGroup') ?? '',
    resource: stringAt(ref, 'resource') ?? '',
    namespace: stringAt(ref, 'namespace') ?? '',
    // A generated name stands only in the answer.
    name: stringAt(ref, 'name') ?? stringAt(event, 'responseObject', 'metadata', 'name') ?? '',
    subresource: stringAt(ref, 'subresource') ?? '',
  }
}

/** A deletion asks for it in its options as well. */
function isDryRun(event: Json, query: URLSearchParams): boolean {
  const inBody = at(event, 'requestObject', 'dryRun')
  return query.has('dryRun') || (isList(inBody) && inBody.length > 0)
}

function requesterOf(
  event: Json,
): Pick<AuditEvent, 'user' | 'impersonatedUser' | 'cloudIdentity' | 'groups' | 'userAgent' | 'sourceIps'> {
  const impersonated = stringAt(event, 'impersonatedUser', 'username')
  const identity = cloudIdentityOf(at(event, 'user', 'extra'))
  const userAgent = stringAt(event, 'userAgent')
  return {
    user: stringAt(event, 'user', 'username') ?? '',
    ...(impersonated === undefined ? {} : { impersonatedUser: impersonated }),
    ...(identity === undefined ? {} : { cloudIdentity: identity }),
    groups: textsAt(event, 'user', 'groups'),
    ...(userAgent === undefined ? {} : { userAgent }),
    sourceIps: textsAt(event, 'sourceIPs'),
  }
}

function textsAt(event: Json, ...keys: readonly string[]): readonly string[] {
  const list = at(event, ...keys)
  return isList(list) ? list.filter((item) => typeof item === 'string') : []
}

/** The answer to a deletion is a Status, which has the uid among its details. */
function versionsOf(
  event: Json,
  { previousVersion, changed, uid: uidBefore }: Replaced,
): Pick<AuditEvent, 'responseVersion' | 'uid' | 'previousVersion' | 'changed'> {
  const answer = at(event, 'responseObject')
  const isStatus = stringAt(answer, 'kind') === 'Status'
  const responseVersion = isStatus ? undefined : nonEmpty(stringAt(answer, 'metadata', 'resourceVersion'))
  const uid =
    nonEmpty(stringAt(answer, 'metadata', 'uid')) ??
    nonEmpty(stringAt(answer, 'details', 'uid')) ??
    nonEmpty(stringAt(event, 'objectRef', 'uid')) ??
    uidBefore
  return {
    ...(responseVersion === undefined || stringAt(event, 'verb') === 'deletecollection' ? {} : { responseVersion }),
    ...(uid === undefined ? {} : { uid }),
    ...(previousVersion === undefined ? {} : { previousVersion }),
    ...(changed === undefined ? {} : { changed }),
  }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}

function touchesOf(verb: string, object: AuditedObject, body: Json | undefined): Pick<AuditEvent, 'touches'> {
  const touches = touchedPaths(verb, object, body)
  return touches === undefined ? {} : { touches }
}

/** The objects of a deleted collection, each by name and uid. */
function deletedOf(event: Json, kept: AuditEvent): readonly AuditEvent[] {
  const items = at(event, 'responseObject', 'items')
  if (!isList(items)) return []
  return items.slice(0, MOST_DELETED).flatMap((item) => {
    const name = stringAt(item, 'metadata', 'name')
    const uid = stringAt(item, 'metadata', 'uid')
    if (!isObject(item) || name === undefined || uid === undefined) return []
    const namespace = stringAt(item, 'metadata', 'namespace') ?? ''
    return [{ ...kept, uid, object: { ...kept.object, name, namespace } }]
  })
}
