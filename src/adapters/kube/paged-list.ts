import type { Reading } from '../../live/cluster-reader.ts'
import { at, isList, isObject, type Json, type JsonObject, property, stringAt } from '../../model/json.ts'
import { apiVersionOf, type KindInfo } from '../../model/kind-info.ts'
import type { ApiAsker, Reply } from './api-asker.ts'
import { collectionPath } from './api-path.ts'
import { failedReading, invalidAnswer } from './failed-reading.ts'
import type { ApiRequest } from './transport.ts'

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
  const objects: JsonObject[] = []
  let token = ''
  do {
    const page = await readPage(asker, kind, namespace, token)
    if (page.state === 'failed') return token !== '' && page.status === 410 ? 'expired' : failure(page)
    for (const object of page.objects) objects.push(object)
    token = page.token
  } while (token !== '')
  return { state: 'found', value: objects }
}

/** One page; where one fails, `status` tells an expired list from other failures. */
export type PageReading =
  | {
      readonly state: 'page'
      readonly objects: readonly JsonObject[]
      /** Of the whole list; empty where the server gives none. */
      readonly resourceVersion: string
      readonly token: string
    }
  | Extract<Reply, { state: 'failed' }>

export interface PageOptions extends Pick<ApiRequest, 'onceWithoutAnswer'> {
  /** Objects; default 500. */
  readonly size?: number
}

/** @param token of the page before; empty for the first page */
export async function readPage(
  asker: ApiAsker,
  kind: KindInfo,
  namespace: string,
  token: string,
  { size = PAGE_SIZE, ...request }: PageOptions = {},
): Promise<PageReading> {
  const collection = collectionPath(kind, namespace)
  const what = `list ${kind.kind}${namespace === '' ? '' : ` in ${namespace}`}`
  const path = `${collection}?limit=${size}${token === '' ? '' : `&continue=${encodeURIComponent(token)}`}`
  const reply = await asker.ask({ ...request, method: 'GET', path }, what)
  if (reply.state === 'failed') return reply
  const invalid = (problem: string): PageReading => {
    return { ...invalidAnswer(asker.question(collection, what), problem), status: undefined, details: undefined }
  }
  const items = itemsOf(reply.value)
  if (items === undefined) return invalid('it is not a list')
  const next = stringAt(reply.value, 'metadata', 'continue') ?? ''
  if (next !== '' && next === token) return invalid('its pages do not end')
  const resourceVersion = stringAt(reply.value, 'metadata', 'resourceVersion') ?? ''
  return { state: 'page', objects: items.map((item) => named(item, kind)), resourceVersion, token: next }
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
