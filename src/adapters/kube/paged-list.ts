import type { Reading } from '../../live/cluster-reader.ts'
import { at, isList, isObject, type Json, type JsonObject, property, stringAt } from '../../model/json.ts'
import { apiVersionOf, type KindInfo } from '../../model/kind-info.ts'
import type { ApiAsker } from './api-asker.ts'
import { collectionPath } from './api-path.ts'
import { failedReading, invalidAnswer } from './failed-reading.ts'

/** Large enough for few requests, small enough that one page does not hold up the event loop. */
const PAGE_SIZE = 500

/**
 * All objects of a kind, read in pages from a consistent list (no resourceVersion is sent, F-07). Where the list expires
 * on the way (410) it is begun anew, once.
 */
export async function listAll(
  asker: ApiAsker,
  kind: KindInfo,
  namespace: string,
): Promise<Reading<readonly JsonObject[]>> {
  const first = await readPages(asker, kind, namespace)
  if (first !== 'expired') return first
  const second = await readPages(asker, kind, namespace)
  if (second !== 'expired') return second
  const question = asker.question(collectionPath(kind, namespace), `list ${kind.kind}`)
  return failedReading(
    'server-error',
    'DRF3035',
    question,
    'the list expired twice while it was read (410)',
    'Try again',
  )
}

async function readPages(
  asker: ApiAsker,
  kind: KindInfo,
  namespace: string,
): Promise<Reading<readonly JsonObject[]> | 'expired'> {
  const collection = collectionPath(kind, namespace)
  const what = `list ${kind.kind}${namespace === '' ? '' : ` in ${namespace}`}`
  const objects: JsonObject[] = []
  let token = ''
  do {
    const path = `${collection}?limit=${PAGE_SIZE}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`
    const reply = await asker.ask({ method: 'GET', path }, what)
    if (reply.state === 'failed') return token !== '' && reply.status === 410 ? 'expired' : failure(reply)
    const items = itemsOf(reply.value)
    if (items === undefined) return invalidAnswer(asker.question(collection, what), 'it is not a list')
    for (const item of items) objects.push(named(item, kind))
    const next = stringAt(reply.value, 'metadata', 'continue') ?? ''
    if (next !== '' && next === token) return invalidAnswer(asker.question(collection, what), 'its pages do not end')
    token = next
  } while (token !== '')
  return { state: 'found', value: objects }
}

function failure({ state, reason, error }: Extract<Reading<never>, { state: 'failed' }>): Reading<never> {
  return { state, reason, error }
}

/** `items: null` is how Go writes an empty list. */
function itemsOf(list: Json): readonly JsonObject[] | undefined {
  const items = at(list, 'items')
  if (items === null) return []
  return isList(items) && items.every(isObject) ? items : undefined
}

/** Items of built-in kinds come without kind and apiVersion, since the list says them once. */
function named(item: JsonObject, kind: KindInfo): JsonObject {
  if (property(item, 'kind') !== undefined && property(item, 'apiVersion') !== undefined) return item
  return { apiVersion: apiVersionOf(kind), kind: kind.kind, ...item }
}
