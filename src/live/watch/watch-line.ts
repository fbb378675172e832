import { at, isObject, type Json, type JsonObject, property, stringAt } from '../../model/json.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import type { WatchBookmark, WatchedObject } from './watch-source.ts'

/** The server says in the stream that it cannot go on; `status` is what it says, a `Status` as a rule. */
export interface WatchErrorLine {
  readonly type: 'error'
  readonly status: Json
}

const CHANGES: Readonly<Record<string, WatchedObject['change']>> = {
  ADDED: 'added',
  MODIFIED: 'modified',
  DELETED: 'deleted',
}

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end'

/**
 * How built-in kinds begin: the server writes their fields in a fixed order. Names, uids and versions have no character
 * that JSON escapes.
 */
const BEGINNING =
  /^\{"type":"(ADDED|MODIFIED|DELETED)","object":\{"kind":"\w+","apiVersion":"[\w./-]+","metadata":\{"name":"([^"\\]+)",(?:"generateName":"[^"\\]*",)?(?:"namespace":"([^"\\]+)",)?(?:"selfLink":"[^"\\]*",)?"uid":"([\w-]+)","resourceVersion":"(\w+)"/

/**
 * One line of a watch; undefined where it is not what a server sends. Most lines of a busy cluster are about objects that
 * nobody wants, so what is at the beginning of a line is read without parsing the rest (a tenth of the time).
 */
export function readWatchLine(line: string): WatchedObject | WatchBookmark | WatchErrorLine | undefined {
  const beginning = BEGINNING.exec(line)
  if (beginning === null || !line.endsWith('}}')) return parsedLine(line)
  const [, type = '', name = '', namespace = '', uid = '', resourceVersion = ''] = beginning
  const change = CHANGES[type] as WatchedObject['change']
  const read = (): JsonObject | undefined => {
    const object = property(parsed(line) ?? {}, 'object')
    return isObject(object) ? object : undefined
  }
  return { type: 'object', change, namespace, name, uid, resourceVersion, read }
}

function parsedLine(line: string): WatchedObject | WatchBookmark | WatchErrorLine | undefined {
  const event = parsed(line)
  const object = at(event, 'object')
  const type = stringAt(event, 'type') ?? ''
  if (!isObject(object)) return undefined
  if (type === 'ERROR') return { type: 'error', status: object }
  const resourceVersion = stringAt(object, 'metadata', 'resourceVersion')
  if (resourceVersion === undefined || resourceVersion === '') return undefined
  if (type === 'BOOKMARK') {
    const ends = stringAt(object, 'metadata', 'annotations', INITIAL_EVENTS_END) === 'true'
    return { type: 'bookmark', resourceVersion, endsInitialList: ends }
  }
  const change = Object.hasOwn(CHANGES, type) ? CHANGES[type] : undefined
  const name = stringAt(object, 'metadata', 'name')
  const uid = stringAt(object, 'metadata', 'uid')
  if (change === undefined || name === undefined || uid === undefined) return undefined
  const namespace = stringAt(object, 'metadata', 'namespace') ?? ''
  return { type: 'object', change, namespace, name, uid, resourceVersion, read: () => object }
}

function parsed(line: string): JsonObject | undefined {
  try {
    const value = parseLossless(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
