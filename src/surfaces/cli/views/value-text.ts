import { canonicalJson, type Json } from '../../../model/json.ts'
import { visible } from '../../../model/visible-text.ts'

const MASKED = '(masked)'

/**
 * A value for people, on one line. Strings that could be taken for something else are quoted, so that `"8080"` and
 * `8080` differ. Sensitive values show neither content nor length.
 */
export function valueText(value: Json | undefined, sensitive: boolean, limit = Number.POSITIVE_INFINITY): string {
  if (sensitive) return MASKED
  if (value === undefined) return '(nothing)'
  return shorten(visible(typeof value === 'string' ? stringText(value) : canonicalJson(value)), limit)
}

const PLAIN = /^[A-Za-z/._-][\w./:@+-]*$/
const READS_AS_OTHER = /^(true|false|null|yes|no|on|off|[.-]?\d.*|\.)$/i

function stringText(value: string): string {
  return PLAIN.test(value) && !READS_AS_OTHER.test(value) ? value : JSON.stringify(value)
}

/** Cuts between code points, keeping the start, and says that it did. Never use it on a path. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text
  const points = [...text]
  return points.length <= limit ? text : `${points.slice(0, Math.max(1, limit - 1)).join('')}…`
}
