import { createHash } from 'node:crypto'
import { printRef, type ObjectRef } from './object-ref.ts'

/**
 * Identity of a finding: reference and path, nothing else, so that a second edit or a re-creation keeps it. The
 * canonical string is `driftage/finding/v1`, the written reference and the written path, each on a line of its own; the id
 * is the first 32 hex digits of its SHA-256.
 */
export function findingId(ref: ObjectRef, writtenPath: string): string {
  const canonical = `driftage/finding/v1\n${printRef(ref)}\n${writtenPath}`
  return createHash('sha256').update(canonical, 'utf8').digest('hex').slice(0, 32)
}
