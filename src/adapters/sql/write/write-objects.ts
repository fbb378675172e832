import { sql } from 'kysely'
import type { LedgerChange } from '../../../ledger/ports.ts'
import { printRef, type ObjectRef } from '../../../model/object-ref.ts'
import type { Statements, Tx } from '../database.ts'
import { agreedToRow, manifestToRow, objectToRow, refFromColumns, refToColumns } from '../rows/object-row.ts'
import { addMissing, upsert } from './upsert.ts'

const REFERENCE = ['cluster', 'api_group', 'kind', 'namespace', 'name'] as const

/** Keys of objects by their written reference. */
export type ObjectKeys = ReadonlyMap<string, number>

/** Writes states and bases, and gives the keys of all objects that the changes are about. Each object is in one change. */
export async function writeObjects(tx: Tx, changes: readonly LedgerChange[]): Promise<ObjectKeys> {
  const stated = changes.flatMap(({ object }) => object ?? [])
  await upsert(tx, 'object', REFERENCE, stated.map(objectToRow))
  const referred = changes.filter(({ object }) => object === undefined).map(({ ref }) => refToColumns(ref))
  await addMissing(tx, 'object', referred)
  await writeAgreed(tx, changes)
  return objectKeys(
    tx,
    changes.map(({ ref }) => ref),
  )
}

async function writeAgreed(tx: Tx, changes: readonly LedgerChange[]): Promise<void> {
  const agreed = changes.flatMap(({ ref, agreed }) =>
    agreed === undefined ? [] : [{ ref, agreed, manifest: manifestToRow(agreed.manifest) }],
  )
  await addMissing(
    tx,
    'manifest',
    agreed.map(({ manifest }) => manifest),
  )
  const rows = agreed.map(({ ref, agreed, manifest }) => agreedToRow(ref, agreed, manifest.hash))
  await upsert(tx, 'object', REFERENCE, rows)
}

async function objectKeys(db: Statements, refs: readonly ObjectRef[]): Promise<ObjectKeys> {
  const rows = await db
    .selectFrom('object')
    .select(['key', ...REFERENCE])
    .where(isOneOf(refs))
    .execute()
  return new Map(rows.map((row) => [printRef(refFromColumns(row)), row.key]))
}

/**
 * A condition on the reference columns of an object. The references are a table of their own: a list of row values in
 * their place is held against every object there is, one value after the other.
 */
export function isOneOf(refs: readonly ObjectRef[]): ReturnType<typeof sql<boolean>> {
  const columns = refs.map(refToColumns)
  const lists = REFERENCE.map((column) => sql`${columns.map((row) => row[column])}::text[]`)
  const asked = sql.join(REFERENCE.map((column) => sql`${sql.ref(`asked.${column}`)} collate "C"`))
  return sql<boolean>`(cluster, api_group, kind, namespace, name) in (
    select ${asked} from unnest(${sql.join(lists)}) as asked (cluster, api_group, kind, namespace, name)
  )`
}
