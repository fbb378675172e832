import { DriftageError } from '../../../errors/driftage-error.ts'
import { parsePath } from '../../../model/field-path-parse.ts'

/** A path as people type it: `spec.replicas`, as kubectl writes paths, is taken for `.spec.replicas`. @throws DriftageError DRF1009 */
export function readFieldPath(text: string): string {
  const written = /^[A-Za-z_]/.test(text) ? `.${text}` : text
  if (parsePath(written) !== undefined) return written
  throw new DriftageError(
    'DRF1009',
    `"${text}" is not a field path. Write it as '.spec.template.spec.containers[name="web"].image', in quotes.`,
  )
}
