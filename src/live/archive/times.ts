import { type Instant, SECOND } from '../../model/instant.ts'
import { isList, isObject, type Json, type JsonObject, property } from '../../model/json.ts'
import type { ArchiveEntry } from './entry.ts'

/** Where a moment goes. Must never change the order of two moments. */
export type MoveTime = (at: Instant) => Instant

/** The same entry at another time, with all that it says of times moved along, so that evidence stays in order. */
export function movedEntry(entry: ArchiveEntry, move: MoveTime): ArchiveEntry {
  const at = move(entry.at)
  switch (entry.type) {
    case 'object':
      return { ...entry, at, object: movedObject(entry.object, move) }
    case 'audit': {
      const { receivedAt, completedAt } = entry.event
      const event = {
        ...entry.event,
        receivedAt: movedText(receivedAt, move),
        completedAt: movedText(completedAt, move),
      }
      return { ...entry, at, event }
    }
    case 'source': {
      const { state } = entry
      const fetchedAt = state.fetchedAt === null ? null : move(state.fetchedAt)
      const baselineSince = state.baselineSince === null ? null : move(state.baselineSince)
      return { ...entry, at, state: { ...state, fetchedAt, baselineSince } }
    }
    default:
      return { ...entry, at }
  }
}

/** Times that the server writes into metadata. Those of the status are never compared. */
function movedObject(object: JsonObject, move: MoveTime): JsonObject {
  const metadata = property(object, 'metadata')
  if (!isObject(metadata)) return object
  const moved: Record<string, Json> = { ...metadata }
  for (const name of ['creationTimestamp', 'deletionTimestamp']) {
    const time = property(metadata, name)
    if (typeof time === 'string') moved[name] = wholeSeconds(movedText(time, move))
  }
  const owners = property(metadata, 'managedFields')
  if (isList(owners)) moved['managedFields'] = owners.map((owner) => movedOwner(owner, move))
  return { ...object, metadata: moved }
}

function movedOwner(owner: Json, move: MoveTime): Json {
  if (!isObject(owner)) return owner
  const time = property(owner, 'time')
  return typeof time === 'string' ? { ...owner, time: wholeSeconds(movedText(time, move)) } : owner
}

/** What is no time stays as it is. */
function movedText(text: string, move: MoveTime): string {
  const at = Date.parse(text)
  return Number.isNaN(at) ? text : new Date(move(at)).toISOString()
}

/** As Kubernetes writes times: cut off, never rounded up. */
function wholeSeconds(text: string): string {
  const at = Date.parse(text)
  return Number.isNaN(at) ? text : `${new Date(Math.floor(at / SECOND) * SECOND).toISOString().slice(0, 19)}Z`
}
