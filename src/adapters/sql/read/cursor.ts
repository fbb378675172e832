import { type RawBuilder, sql } from 'kysely'
import { DriftageError } from '../../../errors/driftage-error.ts'

/** Pages are cut to this many items, whatever is asked for. */
const LONGEST_PAGE = 1_000

/** Where a page ended: the sort key of its last item. Opaque to everybody else. */
export type CursorKey = readonly (string | number)[]

/** @param list names the list and its order, so that a cursor of another one is refused */
export function printCursor(list: string, key: CursorKey): string {
  return Buffer.from(JSON.stringify([list, ...key]), 'utf8').toString('base64url')
}

/**
 * @param shape the types of the key's members
 * @throws DriftageError DRF5016 where it is not a cursor of this list
 */
export function parseCursor(list: string, text: string, shape: readonly ('string' | 'number')[]): CursorKey {
  const [name, ...key] = parseList(text)
  const fits = name === list && key.length === shape.length && key.every((part, index) => typeof part === shape[index])
  if (!fits) {
    throw new DriftageError(
      'DRF5016',
      'The cursor is not of this list and this order. Begin the list anew without a cursor. Nothing was changed.',
    )
  }
  return key as CursorKey
}

function parseList(text: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

/**
 * A member of a cursor in a comparison of whole sort keys. As a plain value it misleads the planner, which looks at the first
 * column alone and takes everything that is equal there for passed: of findings that are equally urgent, or of objects in one
 * cluster, that is most of the list. What it cannot see it reckons with a third.
 */
export function unseen(
  value: string | number,
  type: 'text' | 'smallint' | 'bigint' | 'timestamptz',
): RawBuilder<unknown> {
  return sql`(select ${value}::${sql.raw(type)})`
}

/** How many items are on a page: at least one. */
export function pageLength(limit: number): number {
  return Math.max(1, Math.min(Math.trunc(limit), LONGEST_PAGE))
}

/** Of one row more than a page holds, makes the page; the row too many tells that there is a next one. */
export function toPage<R, T>(
  rows: readonly R[],
  limit: number,
  read: (row: R) => T,
  cursorOf: (row: R) => string,
): { readonly items: readonly T[]; readonly next?: string } {
  const shown = rows.slice(0, pageLength(limit))
  const last = shown.at(-1)
  const items = shown.map(read)
  return rows.length > shown.length && last !== undefined ? { items, next: cursorOf(last) } : { items }
}
