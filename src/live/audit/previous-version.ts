import type { AuditEvent } from '../../model/audit-event.ts'
import { at, isObject, type Json, stringAt } from '../../model/json.ts'

/**
 * Keys that driftage's admission policy writes into each event, behind the name of the policy: one for the first
 * attempt of a write, and for each attempt others that end in a remainder of the version that it saw.
 */
const ANNOTATION = '/driftage-previous'

/** An attempt that nobody noted gets more likely with each that is: from here on it is not to be relied on. */
const MOST_ATTEMPTS = 5

/** What the object was before a write, as far as its event tells. */
export interface Replaced extends Pick<AuditEvent, 'previousVersion' | 'changed' | 'uid'> {
  /** The write surely changed nothing, or asked for the deletion of what was being deleted already. */
  readonly inVain?: true
}

interface Attempt {
  readonly uid: string
  readonly resourceVersion: string
  readonly inVain: boolean
}

/**
 * The version that a write replaced: what a PUT or a conditional deletion names, which the server holds it to; else what its
 * last attempt saw in the admission policy. A write that is tried again sees a later version each time.
 */
export function replacedBy(event: Json): Replaced {
  const verb = stringAt(event, 'verb')
  if (verb === 'deletecollection') return {}
  const { attempts, areAll } = attemptsIn(event)
  const last = attempts.at(-1)
  const uid = last === undefined ? {} : { uid: last.uid }
  if (verb === 'create') return uid
  const named = stringAt(event, 'objectRef', 'resourceVersion')
  if (named) {
    const held = attempts.find(({ resourceVersion }) => resourceVersion === named)
    return { ...uid, ...outcomeOf(held), previousVersion: replaced(named, 'object-ref', true) }
  }
  // Where only a first attempt is told, it may have been tried again: that says no more than no annotation.
  if (last === undefined || areAll === undefined) return uid
  const outcome = areAll ? outcomeOf(last) : {}
  return { ...uid, ...outcome, previousVersion: replaced(last.resourceVersion, 'admission-policy', areAll) }
}

type Previous = NonNullable<AuditEvent['previousVersion']>

function replaced(resourceVersion: string, from: Previous['from'], isExact: boolean): Previous {
  return { resourceVersion, from, isExact }
}

function outcomeOf(attempt: Attempt | undefined): Pick<Replaced, 'changed' | 'inVain'> {
  if (attempt === undefined) return {}
  return attempt.inVain ? { inVain: true } : { changed: true }
}

/**
 * Attempts by the version that each saw. They are all where there are few enough that none will have been missed; undefined
 * where the policy could not note each by its version, which takes versions that are numbers.
 */
function attemptsIn(event: Json): { readonly attempts: readonly Attempt[]; readonly areAll?: boolean } {
  const annotations = at(event, 'annotations')
  if (!isObject(annotations)) return { attempts: [] }
  const keys = Object.keys(annotations).filter((key) => key.includes(ANNOTATION))
  const byVersion = new Map<string, Attempt>()
  for (const key of keys) {
    const [uid, resourceVersion, mark] = (stringAt(annotations, key) ?? '').split('/')
    if (uid && resourceVersion) byVersion.set(resourceVersion, { uid, resourceVersion, inVain: mark === 'same' })
  }
  const attempts = [...byVersion.values()].sort((a, b) => Number(a.resourceVersion) - Number(b.resourceVersion))
  const isFirstOnly = keys.every((key) => key.endsWith(ANNOTATION))
  return isFirstOnly ? { attempts } : { attempts, areAll: attempts.length <= MOST_ATTEMPTS }
}
