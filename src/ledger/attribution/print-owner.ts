import type { FieldOwner } from '../../model/field-owner.ts'

/** An entry of managedFields for people: `kubectl-edit/Update 2026-11-25T16:00:00Z`, `kubectl/Update on scale`. */
export function printOwner({ manager, operation, subresource, time }: FieldOwner): string {
  const on = subresource === '' ? '' : ` on ${subresource}`
  return `${manager}/${operation}${on}${time === undefined ? '' : ` ${time}`}`
}
