import type { AuditEvent } from '../../model/audit-event.ts'
import { type FieldPath, type PathElement, sameElement } from '../../model/field-path.ts'
import { parsePath } from '../../model/field-path-parse.ts'

/**
 * False only where the event's request surely does not reach the path. A request names list elements by index or by fewer
 * keys than the written path, so anything that could be the same element counts as the same.
 */
export function mayTouch(event: AuditEvent, path: string): boolean {
  if (event.touches === undefined || path === '') return true
  const wanted = parsePath(path)
  if (wanted === undefined) return true
  return event.touches.some((text) => {
    const touched = parsePath(text)
    return touched === undefined || mayOverlap(touched, wanted)
  })
}

/** True where one path could be, or lie above, the other. */
function mayOverlap(a: FieldPath, b: FieldPath): boolean {
  const common = Math.min(a.length, b.length)
  for (let i = 0; i < common; i++) {
    if (!maybeSame(a[i] as PathElement, b[i] as PathElement)) return false
  }
  return true
}

function maybeSame(a: PathElement, b: PathElement): boolean {
  if (a.kind === 'field' || b.kind === 'field') return a.kind === b.kind && sameElement(a, b)
  if (a.kind !== 'key' || b.kind !== 'key') return true
  return a.keys.every((part) => {
    const other = b.keys.find(({ name }) => name === part.name)
    return other === undefined || other.value === part.value
  })
}
