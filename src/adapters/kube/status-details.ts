import { at, isList, isObject, type Json, stringAt } from '../../model/json.ts'

/**
 * What is kept of a `Status` body. Its message is not: API servers quote what they were sent there, environment
 * variables and all (B-05).
 */
export interface StatusDetails {
  /** Machine-readable, such as `NotFound`; empty where the server gives none. */
  readonly reason: string
  /** Plural name and name of the object that the status is about. */
  readonly resource: string
  readonly name: string
  /** Field paths with reasons, such as `spec.replicas (FieldValueInvalid)`. */
  readonly fields: readonly string[]
  /** Reasons without a field, such as `NamespaceTerminating`. */
  readonly causes: readonly string[]
  /** True where the authorizer says no, false where a quota, a policy or an admission plugin does. */
  readonly byAuthorizer: boolean
}

const REASON = /^[A-Za-z]{1,64}$/
/** Field names, indices and keys. A path with anything else may hold a value. */
const FIELD = /^[A-Za-z0-9_.[\]/*-]{1,200}$/
const AUTHORIZER = /\bUser ".*" cannot \S+ /s
const MAX_FIELDS = 10

/** Undefined where the body is no `Status`. */
export function statusDetails(body: Json | undefined): StatusDetails | undefined {
  if (stringAt(body, 'kind') !== 'Status' || stringAt(body, 'apiVersion') !== 'v1') return undefined
  const causes = at(body, 'details', 'causes')
  const read = (isList(causes) ? causes.filter(isObject) : []).map((cause) => ({
    reason: reasonOf(stringAt(cause, 'reason')),
    field: stringAt(cause, 'field') ?? '',
  }))
  return {
    reason: reasonOf(stringAt(body, 'reason')),
    resource: stringAt(body, 'details', 'kind') ?? '',
    name: stringAt(body, 'details', 'name') ?? '',
    fields: read
      .filter(({ field }) => FIELD.test(field))
      .slice(0, MAX_FIELDS)
      .map(({ field, reason }) => `${field}${reason === '' ? '' : ` (${reason})`}`),
    causes: read.filter(({ field, reason }) => field === '' && reason !== '').map(({ reason }) => reason),
    byAuthorizer: AUTHORIZER.test(stringAt(body, 'message') ?? ''),
  }
}

function reasonOf(text: string | undefined): string {
  return text !== undefined && REASON.test(text) ? text : ''
}
