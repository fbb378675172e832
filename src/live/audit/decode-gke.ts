import type { AuditEvent, AuditedObject } from '../../model/audit-event.ts'
import { at, isList, isObject, type Json, property, stringAt } from '../../model/json.ts'
import { DAMAGED, type Decoded, decodedFrom, together } from './decoded.ts'
import { type DecodeContext, linesOf, parsedOrUndefined } from './decode-native.ts'
import { isKept, writtenAs } from './kept-write.ts'
import { type Replaced, replacedBy } from './previous-version.ts'
import { isSecretLike } from './secret-like-resource.ts'
import { touchedPaths } from './touched-paths.ts'
import type { Unpacker } from './unpacked.ts'

/**
 * What Cloud Logging forwards of a GKE cluster: the push of a Pub/Sub subscription (`message.data`), or log entries, one, a
 * list, or one a line.
 */
export function decodeGke(text: string, context: DecodeContext, unpacker: Unpacker): Decoded {
  const whole = parsedOrUndefined(text)
  if (whole !== undefined) return decodeValue(whole, context, unpacker)
  return together(
    linesOf(text).map((line) => {
      const value = parsedOrUndefined(line)
      return value === undefined ? DAMAGED : decodeValue(value, context, unpacker)
    }),
  )
}

function decodeValue(value: Json, context: DecodeContext, unpacker: Unpacker): Decoded {
  if (isList(value)) return together(value.map((item) => decodeValue(item, context, unpacker)))
  const pushed = stringAt(value, 'message', 'data')
  if (pushed === undefined) return decodeEntry(value, context)
  const entry = parsedOrUndefined(unpacker.text(Buffer.from(pushed, 'base64')) ?? '')
  return entry === undefined ? DAMAGED : decodeEntry(entry, context)
}

const AUDIT_LOG = 'type.googleapis.com/google.cloud.audit.AuditLog'

function decodeEntry(entry: Json, context: DecodeContext): Decoded {
  const payload = at(entry, 'protoPayload')
  if (!isObject(payload) || stringAt(payload, '@type') !== AUDIT_LOG) return DAMAGED
  const event = gkeEvent(entry, payload, context)
  return decodedFrom(event === undefined ? [] : [event])
}

/**
 * There is neither an audit id nor the address of the request: `insertId` is the key, and whether a `fieldManager` was asked
 * for is not known. Of a dry run nothing is told, so that it looks like a write that changed nothing.
 */
function gkeEvent(entry: Json, payload: Json, context: DecodeContext): AuditEvent | undefined {
  const verb = (stringAt(payload, 'methodName') ?? '').split('.').at(-1) ?? ''
  const object = objectOf(stringAt(payload, 'resourceName') ?? '')
  const request = at(payload, 'request')
  const asked = { verb, object, code: httpCodeOf(payload), dryRun: isDryRun(request) }
  const auditId = stringAt(entry, 'insertId')
  if (object === undefined || auditId === undefined) return undefined
  if (!isKept({ ...asked, object }, context.isStatusRelevant)) return undefined
  const before = replacedBy({ verb, annotations: at(entry, 'labels') ?? {} })
  if (before.inVain === true) return undefined
  const touches = isSecretLike(object.group, object.resource)
    ? undefined
    : touchedPaths(verb, object, withoutType(request))
  return {
    cluster: context.cluster,
    auditId,
    verb: writtenAs(verb, object),
    object,
    ...requesterOf(payload),
    manager: '',
    ...timesOf(entry),
    ...versionsOf(payload, verb, before),
    ...(verb === 'create' && object.subresource === '' ? { created: true } : {}),
    ...(touches === undefined ? {} : { touches }),
    via: 'audit',
  }
}

/** `apps/v1/namespaces/shop/deployments/web/scale`, `core/v1/nodes/n1`; undefined where it is no such name. */
function objectOf(resourceName: string): AuditedObject | undefined {
  const [group = '', version, ...rest] = resourceName.split('/')
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2
  const [resource, name = '', subresource = ''] = isNamespaced ? rest.slice(2) : rest
  if (version === undefined || resource === undefined) return undefined
  const namespace = isNamespaced ? (rest[1] ?? '') : ''
  return { group: group === 'core' ? '' : group, resource, namespace, name, subresource }
}

/** A status of gRPC: 0, or nothing, is success. */
function httpCodeOf(payload: Json): number {
  const code = at(payload, 'status', 'code')
  return code === undefined || code === 0 ? 200 : 500
}

function isDryRun(request: Json | undefined): boolean {
  const asked = at(request, 'dryRun')
  return isList(asked) && asked.length > 0
}

/** Logging adds the type to the body, which is no field of it. */
function withoutType(request: Json | undefined): Json | undefined {
  if (!isObject(request)) return request
  return Object.fromEntries(
    Object.keys(request).flatMap((name) => (name === '@type' ? [] : [[name, property(request, name) as Json]])),
  )
}

function requesterOf(
  payload: Json,
): Pick<AuditEvent, 'user' | 'impersonatedUser' | 'groups' | 'userAgent' | 'sourceIps'> {
  const as = stringAt(payload, 'authenticationInfo', 'authoritySelector')
  const userAgent = stringAt(payload, 'requestMetadata', 'callerSuppliedUserAgent')
  const ip = stringAt(payload, 'requestMetadata', 'callerIp')
  return {
    user: stringAt(payload, 'authenticationInfo', 'principalEmail') ?? '',
    ...(as === undefined || as === '' ? {} : { impersonatedUser: as }),
    groups: [],
    ...(userAgent === undefined ? {} : { userAgent }),
    sourceIps: ip === undefined ? [] : [ip],
  }
}

/** One time of the API server, and when Logging got it: the write lies around the first. */
function timesOf(entry: Json): Pick<AuditEvent, 'receivedAt' | 'completedAt'> {
  const stamped = stringAt(entry, 'timestamp') ?? ''
  const received = stringAt(entry, 'receiveTimestamp') ?? stamped
  return { receivedAt: stamped, completedAt: received > stamped ? received : stamped }
}

function versionsOf(
  payload: Json,
  verb: string,
  { previousVersion, changed, uid: uidBefore }: Replaced,
): Pick<AuditEvent, 'responseVersion' | 'uid' | 'previousVersion' | 'changed'> {
  const answer = at(payload, 'response')
  const isObjectItself = stringAt(answer, 'kind') !== 'Status' && verb !== 'deletecollection'
  const responseVersion = isObjectItself ? stringAt(answer, 'metadata', 'resourceVersion') : undefined
  const uid = stringAt(answer, 'metadata', 'uid') ?? stringAt(answer, 'details', 'uid') ?? uidBefore
  return {
    ...(responseVersion ? { responseVersion } : {}),
    ...(uid ? { uid } : {}),
    ...(previousVersion === undefined ? {} : { previousVersion }),
    ...(changed === undefined ? {} : { changed }),
  }
}
