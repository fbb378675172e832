import { randomBytes } from 'node:crypto'
import type { PersonStore } from '../../ledger/ports.ts'
import { type Database, reading } from './database.ts'
import { type Patience, persistently } from './retry.ts'

/** The one table with names of persons. Pseudonyms are random, so that a name cannot be guessed from one. */
export function personStore(database: Database, patience: Patience): PersonStore {
  const db = database.statements
  return {
    pseudonymOf: (name) =>
      persistently(async () => {
        const kept = await db.selectFrom('person').select('pseudonym').where('name', '=', name).executeTakeFirst()
        if (kept !== undefined) return kept.pseudonym
        const { pseudonym } = await db
          .insertInto('person')
          .values({ pseudonym: `person-${randomBytes(8).toString('hex')}`, name })
          // Somebody was faster: theirs is the pseudonym.
          .onConflict((conflict) => conflict.column('name').doUpdateSet((row) => ({ name: row.ref('excluded.name') })))
          .returning('pseudonym')
          .executeTakeFirstOrThrow()
        return pseudonym
      }, patience),

    namesOf: (pseudonyms) =>
      reading(async () => {
        if (pseudonyms.length === 0) return new Map()
        const rows = await db
          .selectFrom('person')
          .select(['pseudonym', 'name'])
          .where('pseudonym', 'in', pseudonyms)
          .where('name', 'is not', null)
          .execute()
        return new Map(rows.map(({ pseudonym, name }) => [pseudonym, name as string]))
      }),

    erase: (pseudonym) =>
      persistently(async () => {
        const { numUpdatedRows } = await db
          .updateTable('person')
          .set({ name: null })
          .where('pseudonym', '=', pseudonym)
          .where('name', 'is not', null)
          .executeTakeFirstOrThrow()
        return numUpdatedRows > 0n
      }, patience),
  }
}
