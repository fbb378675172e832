import { stringAt } from '../../model/json.ts'
import type { ArchivedObject, ArchiveEntry } from './entry.ts'

/** An archive in the order in which it is replayed. */
export interface Ordered {
  /** What was there when somebody first looked; when it came to be is not known. Nobody looks earlier in a replay either. */
  readonly prelude: readonly ArchiveEntry[]
  /** What happened then. */
  readonly events: readonly ArchiveEntry[]
}

/**
 * Takes apart what was found and what happened. Somebody who asks for an object in a replay must find it, though in the
 * recording the answer came a moment after the question.
 */
export function ordered(entries: readonly ArchiveEntry[]): Ordered {
  const prelude: ArchiveEntry[] = []
  const events: ArchiveEntry[] = []
  const known = new Set<string>()
  for (const entry of entries) {
    const key = keyOf(entry)
    const isFirst = key === undefined || !known.has(key)
    if (key !== undefined) known.add(key)
    const wasFound = entry.type === 'listed' || (isFirst && isFound(entry))
    if (wasFound) prelude.push(entry)
    else events.push(entry)
  }
  return { prelude, events }
}

function isFound(entry: ArchiveEntry): boolean {
  if (entry.type === 'object') return entry.change === 'present'
  return entry.type === 'version' || entry.type === 'discovery' || entry.type === 'schema'
}

/** What an entry says something about; undefined where it is an event in itself. */
function keyOf(entry: ArchiveEntry): string | undefined {
  switch (entry.type) {
    case 'schema':
      return `schema ${entry.group}/${entry.version}`
    case 'version':
    case 'discovery':
      return entry.type
    case 'object':
      return objectKeyOf(entry)
    default:
      return undefined
  }
}

function objectKeyOf({ group, resource, object }: ArchivedObject): string {
  const { namespace, name } = {
    namespace: stringAt(object, 'metadata', 'namespace') ?? '',
    name: stringAt(object, 'metadata', 'name') ?? '',
  }
  return `object ${group}/${resource}/${namespace}/${name}`
}
