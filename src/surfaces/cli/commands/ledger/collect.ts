import type { Page } from '../../../../ledger/ports.ts'

/** Most that are asked for at once. */
const PAGE = 200

/** Entries of all pages, up to a limit. */
export async function collect<T>(
  limit: number,
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const size = { limit: Math.min(PAGE, limit - items.length) }
    const page = await read(cursor === undefined ? size : { ...size, cursor })
    items.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined && items.length < limit)
  return items
}
