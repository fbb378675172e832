import type { Database } from '../database.ts'
import type { EmbeddedSessions } from './embedded-sessions.ts'

export interface UpkeepTimes {
  /** How often what was written is put on the disk for good, in ms. */
  readonly checkpointMs: number
  /** How often the planner's figures of tables that have grown since are renewed, in ms. */
  readonly growthMs: number
  /** How often room is made where rows were replaced, and the planner's figures are renewed, in ms. */
  readonly vacuumMs: number
}

/** Tables of ours that are half as large again as when they were last looked at. */
const GROWN = `
  select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where relkind = 'r' and nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
    and pg_relation_size(pg_class.oid) > 1.5 * relpages * current_setting('block_size')::int + 65536`

/**
 * What a server does by itself and the embedded database does not: checkpoints, fsync, vacuum, analyze. Where nothing was
 * written since the last time, nothing is done.
 */
export class Upkeep {
  readonly #sessions: EmbeddedSessions
  readonly #database: Database
  readonly #timers: readonly NodeJS.Timeout[]
  #running: Promise<void> = Promise.resolve()
  readonly #queued = new Set<string>()
  #stopped = false
  readonly #seen = { checkpoint: '', vacuum: '' }

  constructor(sessions: EmbeddedSessions, database: Database, times: UpkeepTimes) {
    this.#sessions = sessions
    this.#database = database
    this.#timers = [
      setInterval(() => this.#queue('checkpoint'), times.checkpointMs).unref(),
      setInterval(() => this.#queue('analyze'), times.growthMs).unref(),
      setInterval(() => this.#queue('vacuum'), times.vacuumMs).unref(),
    ]
  }

  async checkpoint(): Promise<void> {
    if (!(await this.#hasMoved('checkpoint'))) return
    await this.#database.execute('checkpoint')
    await this.#sessions.sync()
    this.#seen.checkpoint = await this.#position()
  }

  /** A first pass fills tables within seconds; without figures each question about some rows of them reads all. */
  async analyze(): Promise<void> {
    const { rows } = await this.#database.execute(GROWN)
    for (const { name } of rows) {
      if (this.#stopped) return
      await this.#database.execute(`analyze ${String(name)}`)
    }
  }

  /** Table by table, so that others get their turn in between. */
  async vacuum(): Promise<void> {
    if (!(await this.#hasMoved('vacuum'))) return
    const { rows } = await this.#database.execute(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of rows) {
      if (this.#stopped) return
      await this.#database.execute(`vacuum (analyze) ${String(name)}`)
    }
    this.#seen.vacuum = await this.#position()
  }

  /** Waits for what is under way; does nothing more. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) clearInterval(timer)
    await this.#running
  }

  /**
   * One after the other, and none twice: where the machine is slow, work must not pile up. A failure is the next
   * statement's as well, and is told there.
   */
  #queue(work: 'checkpoint' | 'analyze' | 'vacuum'): void {
    if (this.#queued.has(work)) return
    this.#queued.add(work)
    this.#running = this.#running
      .then(() => (this.#stopped ? undefined : this[work]()))
      .catch(() => {})
      .finally(() => this.#queued.delete(work))
  }

  async #hasMoved(work: 'checkpoint' | 'vacuum'): Promise<boolean> {
    return (await this.#position()) !== this.#seen[work]
  }

  /** How far the write-ahead log has come. */
  async #position(): Promise<string> {
    const { rows } = await this.#database.execute('select pg_current_wal_insert_lsn()::text as position')
    return String(rows[0]?.['position'])
  }
}
