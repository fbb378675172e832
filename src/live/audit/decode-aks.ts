import { at, isList, isObject, type Json, objectOf, property, stringAt } from '../../model/json.ts'
import { DAMAGED, type Decoded, NOTHING, together } from './decoded.ts'
import { type DecodeContext, decodeNativeValue, linesOf, parsedOrUndefined } from './decode-native.ts'

const AUDIT_CATEGORIES = new Set(['kube-audit', 'kube-audit-admin'])

/**
 * What a diagnostic setting of AKS forwards: records of an Event Hub, alone or in `records`, of which `properties.log` holds
 * the event as text, or rows of the tables AKSAudit and AKSAuditAdmin. Azure cuts off texts that are too long: those are
 * counted as damaged and nothing of them is used.
 */
export function decodeAks(text: string, context: DecodeContext): Decoded {
  const whole = parsedOrUndefined(text)
  if (whole !== undefined) return decodeValue(whole, context)
  return together(
    linesOf(text).map((line) => {
      const value = parsedOrUndefined(line)
      return value === undefined ? DAMAGED : decodeValue(value, context)
    }),
  )
}

function decodeValue(value: Json, context: DecodeContext): Decoded {
  if (isList(value)) return together(value.map((item) => decodeValue(item, context)))
  const records = at(value, 'records')
  if (isList(records)) return together(records.map((record) => decodeRecord(record, context)))
  return decodeRecord(value, context)
}

function decodeRecord(record: Json, context: DecodeContext): Decoded {
  if (!isObject(record)) return DAMAGED
  const category = stringAt(record, 'category')
  if (category !== undefined && !AUDIT_CATEGORIES.has(category)) return NOTHING
  if (stringAt(record, 'AuditId') !== undefined) return decodeNativeValue(rowAsEvent(record), context)
  // Storage keeps the properties as text in the text.
  const properties = asValue(property(record, 'properties'))
  const log = asValue(at(properties, 'log'))
  return log === undefined ? DAMAGED : decodeNativeValue(log, context)
}

/** Columns of the tables by the name of the same thing in an event. */
const COLUMNS: readonly (readonly [string, string])[] = [
  ['AuditId', 'auditID'],
  ['Stage', 'stage'],
  ['Verb', 'verb'],
  ['RequestUri', 'requestURI'],
  ['UserAgent', 'userAgent'],
  ['RequestReceivedTime', 'requestReceivedTimestamp'],
  ['StageReceivedTime', 'stageTimestamp'],
  ['User', 'user'],
  ['ImpersonatedUser', 'impersonatedUser'],
  ['ObjectRef', 'objectRef'],
  ['ResponseStatus', 'responseStatus'],
  ['RequestObject', 'requestObject'],
  ['ResponseObject', 'responseObject'],
  ['Annotations', 'annotations'],
  ['SourceIps', 'sourceIPs'],
]

/** Texts of columns, which are no JSON. */
const PLAIN = new Set([
  'AuditId',
  'Stage',
  'Verb',
  'RequestUri',
  'UserAgent',
  'RequestReceivedTime',
  'StageReceivedTime',
])

/** Objects that were too big are the text "skipped-too-big-size-object", which reads as nothing. */
function rowAsEvent(row: Json): Json {
  return objectOf(
    COLUMNS.flatMap(([column, name]) => {
      const value = PLAIN.has(column) ? at(row, column) : asValue(at(row, column))
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

/** A value that may be written as text; undefined where the text is cut off or is none. */
function asValue(value: Json | undefined): Json | undefined {
  return typeof value === 'string' ? parsedOrUndefined(value) : value
}
