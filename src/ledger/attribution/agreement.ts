import type { AuditEvent } from '../../model/audit-event.ts'
import { holdsSecond, spanOf } from '../../model/audit-span.ts'
import type { FieldOwner } from '../../model/field-owner.ts'
import { parseInstant } from '../../model/instant.ts'
import type { SeenChange } from './seen-change.ts'

/** Entries under these names move because the server folds older ones together, not because somebody writes. */
const FOLDED = new Set(['ancient-changes', 'before-first-apply'])

/** Who the version itself says wrote: at the path, else anywhere in the object. Empty where managedFields say nothing. */
export function writersOf({ delta, writers = [] }: SeenChange): readonly FieldOwner[] {
  const atPath = (delta?.gained ?? []).filter(isWriter)
  return atPath.length > 0 ? atPath : writers.filter(isWriter)
}

/**
 * Who the version says can have written the value. Where one manager writes twice within a second its entry does not move:
 * then it is among those who hold the value. Empty for what is taken away, which nobody holds.
 */
export function traceOf(change: SeenChange): readonly FieldOwner[] {
  const writers = writersOf(change)
  const isThere = change.driftKind === 'modified' || change.driftKind === 'added'
  return writers.length > 0 || !isThere ? writers : (change.delta?.held ?? []).filter(isWriter)
}

function isWriter({ manager }: FieldOwner): boolean {
  return !FOLDED.has(manager)
}

/** True unless the version's own record of its writer speaks against the event. */
export function agrees(event: AuditEvent, change: SeenChange): boolean {
  if (event.booked !== undefined) return agreesExactly(event.booked, writersOf(change))
  const writers = traceOf(change)
  return writers.length === 0 || writers.some((owner) => couldHaveBooked(event, owner))
}

/** The event shows which entry it moves: that one moved, or, where it moves none, none did. */
function agreesExactly(booked: FieldOwner | null, writers: readonly FieldOwner[]): boolean {
  if (booked === null) return writers.length === 0
  return (
    writers.length === 0 ||
    writers.some(
      (owner) =>
        owner.manager === booked.manager &&
        owner.operation === booked.operation &&
        owner.subresource === booked.subresource &&
        owner.time === booked.time,
    )
  )
}

function couldHaveBooked(event: AuditEvent, owner: FieldOwner): boolean {
  if (event.manager !== '' && event.manager !== owner.manager) return false
  if (owner.operation === 'Apply' && event.verb !== 'patch') return false
  if (event.object.subresource !== owner.subresource) return false
  return owner.time === undefined || couldHaveStamped(event, owner.time)
}

/**
 * The server stamps the entry, in whole seconds, while it handles the request: a write whose span does not hold that second
 * is another one, such as a later one that changed nothing.
 */
function couldHaveStamped(event: AuditEvent, time: string): boolean {
  const second = parseInstant(time)
  return second !== undefined && holdsSecond(spanOf(event), second)
}
