import process from 'node:process'
import type { JobDatabase } from '../../../src/adapters/sql/jobs.ts'
import type { Sizes } from '../sizes.ts'
import { fillBare } from './bare-table.ts'
import { CAUSE_STATEMENT, findingStatement } from './findings-sql.ts'
import {
  activityStatement,
  DECISIONS,
  DROP_SUBJECTS,
  headStatement,
  MAKE_SUBJECTS,
  PERIODS,
  UNDONE,
} from './histories-sql.ts'
import { objectStatements, verdictStatements } from './objects-sql.ts'
import { DROP_WORDS, MAKE_WORDS } from './words-sql.ts'

const FINDINGS_AT_ONCE = 50_000
const ACTIVITY_AT_ONCE = 250_000

/** Fills a migrated, empty ledger with the same rows each time. */
export async function fillLedger(jobs: JobDatabase, sizes: Sizes, say: (text: string) => void): Promise<void> {
  const all = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await jobs.executeSql(statement)
  }
  await all(MAKE_WORDS)
  say(`filling ${sizes.objects} objects`)
  await all(objectStatements(sizes))
  // What is joined with must be known to the planner, here as in a ledger that grew.
  await jobs.executeSql('analyze')
  await jobs.executeSql(CAUSE_STATEMENT)
  await fillBare(jobs, 'finding', () =>
    portions('findings', sizes.findings, FINDINGS_AT_ONCE, (from, to) =>
      jobs.executeSql(findingStatement(sizes, from, to)),
    ),
  )
  await jobs.executeSql('analyze finding')
  await all(verdictStatements(sizes))
  say('filling periods, decisions, overwritten fixes and fights')
  await fillBare(jobs, 'open_period', () => all([PERIODS]))
  await all([DECISIONS, ...UNDONE, ...MAKE_SUBJECTS])
  await fillBare(jobs, 'activity', () =>
    portions('activity', sizes.activity, ACTIVITY_AT_ONCE, (from, to) =>
      jobs.executeSql(activityStatement(sizes, from, to)),
    ),
  )
  await all([headStatement(sizes), DROP_SUBJECTS, ...DROP_WORDS])
  say('vacuuming, as the server and the embedded store do by themselves')
  await vacuum(jobs)
}

/** Table by table, what autovacuum does on a server, and the upkeep of the embedded store every quarter of an hour. */
async function vacuum(jobs: JobDatabase): Promise<void> {
  const { rows } = await jobs.executeSql(`select tablename as name from pg_tables where schemaname = current_schema()`)
  for (const { name } of rows) await jobs.executeSql(`vacuum (analyze) ${String(name)}`)
}

async function portions(
  what: string,
  count: number,
  size: number,
  fill: (from: number, to: number) => Promise<unknown>,
): Promise<void> {
  const began = performance.now()
  for (let from = 1; from <= count; from += size) {
    const to = Math.min(count, from + size - 1)
    await fill(from, to)
    const seconds = Math.round((performance.now() - began) / 1000)
    process.stderr.write(
      `\rfilling ${what}: ${to} of ${count}, ${seconds} s${to === count ? ', and their indexes\n' : ''}`,
    )
  }
}
