import { sql } from 'kysely'
import { DriftageError } from '../../../errors/driftage-error.ts'
import type { Tx } from '../database.ts'
import type { Portion } from './export-rows.ts'
import { firstFilledTable, storedColumns } from './kept-tables.ts'

/** What the head of the chain must be once everything is in. */
interface ExpectedHead {
  readonly sequence: string
  readonly hash: string
}

/**
 * Writes rows into an empty ledger. Every constraint holds for each of them, and activity goes through the same gate as
 * when it was written first: what does not chain is refused.
 */
export class RowImport {
  readonly #tx: Tx
  #head: ExpectedHead | undefined
  #rows = 0

  private constructor(tx: Tx) {
    this.#tx = tx
  }

  /** @throws DriftageError DRF5020 where the ledger holds anything */
  static async into(tx: Tx): Promise<RowImport> {
    const filled = await firstFilledTable(tx)
    if (filled === undefined) return new RowImport(tx)
    throw new DriftageError(
      'DRF5020',
      `The store that is to be filled holds a ledger already: table ${filled} has rows. Name an empty database or folder. Nothing was changed.`,
    )
  }

  async take(portion: Portion): Promise<void> {
    if (portion.table === 'activity_head') await this.#takeHead(portion)
    else await this.#insert(portion)
    this.#rows += portion.rows.length
  }

  /**
   * @returns how many rows came in
   * @throws DriftageError DRF5021 where the chain does not end at the head that came along
   */
  async finish(): Promise<number> {
    const head = await this.#tx.selectFrom('activity_head').select(['sequence', 'hash']).executeTakeFirstOrThrow()
    if (this.#head === undefined || String(head.sequence) !== this.#head.sequence || head.hash !== this.#head.hash) {
      throw new DriftageError(
        'DRF5021',
        `The activity ends at entry ${head.sequence}, and the head that came along names ${this.#head?.sequence ?? 'none'}. Entries are missing: use another backup. Nothing was restored.`,
      )
    }
    for (const table of ['object', 'finding'] as const) {
      await sql`select setval(pg_get_serial_sequence(${table}, 'key'), greatest(1, (select max(key) from ${sql.table(table)})))`.execute(
        this.#tx,
      )
    }
    return this.#rows
  }

  /** The head begins where the entries that are kept begin; writing them moves it on. */
  async #takeHead({ columns, rows }: Portion): Promise<void> {
    const row = new Map(columns.map((name, index) => [name, rows[0]?.[index] ?? '']))
    const [through, hash] = [row.get('pruned_through') ?? '', row.get('pruned_hash') ?? '']
    this.#head = { sequence: row.get('sequence') ?? '', hash: row.get('hash') ?? '' }
    await sql`
      update activity_head set sequence = ${through}::bigint, hash = ${hash},
        pruned_through = ${through}::bigint, pruned_hash = ${hash}
    `.execute(this.#tx)
  }

  async #insert({ table, columns, rows }: Portion): Promise<void> {
    const types = new Map((await storedColumns(this.#tx, table)).map(({ name, type }) => [name, type]))
    const lists = columns.map((_, index) => sql`${arrayLiteral(rows.map((row) => row[index] ?? null))}::text::text[]`)
    const values = columns.map(
      (name) => sql`${sql.ref(name)}::${sql.raw(types.get(name) ?? unknownColumn(table, name))}`,
    )
    const names = sql.join(columns.map((name) => sql.ref(name)))
    await sql`
      insert into ${sql.table(table)} (${names}) overriding system value
      select ${sql.join(values)} from unnest(${sql.join(lists)}) as imported (${names})
    `.execute(this.#tx)
  }
}

/** As PostgreSQL writes a text[]; made here, since the drivers differ in it. */
export function arrayLiteral(values: readonly (string | null)[]): string {
  const members = values.map((value) => (value === null ? 'NULL' : `"${value.replace(/[\\"]/g, '\\$&')}"`))
  return `{${members.join(',')}}`
}

function unknownColumn(table: string, name: string): never {
  throw new DriftageError(
    'DRF5021',
    `The backup has ${table}.${name}, which this version does not know. Use the version that wrote it. Nothing was restored.`,
  )
}
