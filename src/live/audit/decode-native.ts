import { at, isList, isObject, type Json, stringAt } from '../../model/json.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import { DAMAGED, type Decoded, decodedFrom, together } from './decoded.ts'
import type { StatusRelevance } from './kept-write.ts'
import { nativeEvents } from './native-event.ts'

/** What decoding needs to know beside the text. */
export interface DecodeContext {
  /** Name of the cluster in driftage; what the events say of it does not count (B-59). */
  readonly cluster: string
  readonly isStatusRelevant: StatusRelevance
}

/** The API server's own forms: an `EventList` as its webhook sends it, or one event a line as it writes them to a file. */
export function decodeNative(text: string, context: DecodeContext): Decoded {
  const whole = parsedOrUndefined(text)
  if (whole !== undefined) return decodeNativeValue(whole, context)
  return together(linesOf(text).map((line) => decodeNativeLine(line, context)))
}

/** One line of an audit log. */
export function decodeNativeLine(line: string, context: DecodeContext): Decoded {
  const value = parsedOrUndefined(line)
  return value === undefined ? DAMAGED : decodeNativeValue(value, context)
}

/** An event, an `EventList`, or a plain list of events. */
export function decodeNativeValue(value: Json, context: DecodeContext): Decoded {
  const items = isList(value) ? value : at(value, 'items')
  if (isList(items)) return together(items.map((item) => decodeEvent(item, context)))
  return decodeEvent(value, context)
}

function decodeEvent(value: Json, { cluster, isStatusRelevant }: DecodeContext): Decoded {
  if (!isObject(value) || stringAt(value, 'auditID') === undefined) return DAMAGED
  return decodedFrom(nativeEvents(value, cluster, isStatusRelevant))
}

export function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}

/** Undefined where the text is not JSON; it is never quoted, since it can hold secrets. */
export function parsedOrUndefined(text: string): Json | undefined {
  try {
    return parseLossless(text)
  } catch {
    return undefined
  }
}
