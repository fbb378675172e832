import { ownershipChange } from '../../diff/ownership-delta.ts'
import { ObjectMemory, type RememberedRef } from '../../live/object-memory.ts'
import type { VersionEvent } from '../../live/watch/live-event.ts'
import { at } from '../../model/json.ts'
import type { VersionOrigin } from '../../model/object-version.ts'
import type { DesiredEntry } from '../desired-state.ts'
import type { VersionMemory } from './object-desk.ts'

const UNKNOWN = { deltaAt: () => undefined, writers: [] }

/**
 * The memory of versions as the desk asks it. What managedFields gained tells about the writer only where one write lies
 * between two versions: delivered one right after the other by an unbroken watch.
 */
export function versionMemory(): VersionMemory {
  const memory = new ObjectMemory()
  return {
    take: (event, context) => {
      const { relevant, previous, previousFields } = memory.observe(
        placeOf(event),
        event.origin.id,
        event.object,
        context,
      )
      if (!relevant) return undefined
      const fields = at(event.object, 'metadata', 'managedFields')
      // Whoever is booked in a version that was seen to be created wrote it; what each field was before, nothing tells.
      if (isCreation(event.origin)) return { ...UNKNOWN, writers: ownershipChange(undefined, fields).writers }
      if (previous === undefined || !isOneWrite(event.origin)) return UNKNOWN
      const change = ownershipChange(previousFields(), fields)
      return { deltaAt: (path) => change.at(path), writers: change.writers }
    },
    last: (entry) => memory.last(refOf(entry)),
    forget: (entry) => memory.forget(refOf(entry)),
  }
}

function isOneWrite({ by, coalesced, previous }: VersionOrigin): boolean {
  return by === 'watch' && coalesced === 0 && previous !== undefined
}

/** The stream told of it as added: nothing of that name was there before. */
function isCreation({ by, coalesced, previous }: VersionOrigin): boolean {
  return by === 'watch' && coalesced === 0 && previous === undefined
}

function placeOf({ scope, origin }: VersionEvent): RememberedRef {
  return { kind: scope.kind, namespace: origin.ref.namespace, name: origin.ref.name }
}

function refOf({ ref, manifests }: DesiredEntry): RememberedRef {
  return { kind: manifests[0].kindInfo, namespace: ref.namespace, name: ref.name }
}
