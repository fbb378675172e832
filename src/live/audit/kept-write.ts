import type { AuditEvent, AuditedObject } from '../../model/audit-event.ts'

/** What a request asked for, before it is known whether it matters. */
export interface AskedWrite {
  /** As the audit log has it: `get`, `list`, `patch` … */
  readonly verb: string
  readonly object: AuditedObject
  /** HTTP status; undefined where the log has none, which then only tells of success. */
  readonly code: number | undefined
  readonly dryRun: boolean
}

/** Subresources through which the object itself is written, beside the object's own. `status` only where that is asked for. */
const WRITING_SUBRESOURCES = new Set(['', 'scale', 'ephemeralcontainers', 'resize', 'finalize', 'approval', 'eviction'])

const WRITING_VERBS: ReadonlySet<string> = new Set<AuditEvent['verb']>([
  'create',
  'update',
  'patch',
  'delete',
  'deletecollection',
])

/** Whether what is reported may have changed an object: the write succeeded and was meant. */
export function isKept({ verb, object, code, dryRun }: AskedWrite, isStatusRelevant: StatusRelevance): boolean {
  if (!WRITING_VERBS.has(verb) || dryRun || (code !== undefined && (code < 200 || code >= 300))) return false
  if (object.resource === '') return false
  if (object.subresource === 'status') return isStatusRelevant(object.group, object.resource)
  return WRITING_SUBRESOURCES.has(object.subresource)
}

/** True for kinds of which the status is compared as well. */
export type StatusRelevance = (group: string, resource: string) => boolean

/** An eviction is a deletion in another guise. */
export function writtenAs(verb: string, { subresource }: AuditedObject): AuditEvent['verb'] {
  return subresource === 'eviction' ? 'delete' : (verb as AuditEvent['verb'])
}
