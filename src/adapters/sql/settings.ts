import type { Json } from '../../model/json.ts'
import type { Database } from './database.ts'
import { fromJsonText, toJsonText } from './json-text.ts'
import { type Patience, persistently } from './retry.ts'

/** Small things that belong to one ledger and go with it wherever it goes, such as the place up to which a log was read. */
export interface SettingStore {
  get(key: string): Promise<Json | undefined>
  set(key: string, value: Json): Promise<void>
}

export function settingStore(database: Database, patience: Patience): SettingStore {
  const db = database.statements
  return {
    get: (key) =>
      persistently(async () => {
        const row = await db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
        return row === undefined ? undefined : fromJsonText(row.value)
      }, patience),

    set: (key, value) =>
      persistently(async () => {
        const row = { value: toJsonText(value) }
        await db
          .insertInto('setting')
          .values({ key, ...row })
          .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
          .execute()
      }, patience),
  }
}
