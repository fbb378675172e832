import { loadavg } from 'node:os'
import process from 'node:process'
import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import { PERFORMANCE, writeSection } from '../../test/pages/page-section.ts'
import { ENGINES, postgresEngine, type TestEngine } from '../../test/store/engines.ts'
import { startPostgres } from '../../test/store/postgres-server.ts'
import { fillLedger } from './fill/fill-ledger.ts'
import { type EngineFigures, ledgerSection, MOST_MS } from './section.ts'
import { divided, PROMISED, type Sizes } from './sizes.ts'
import { timePages } from './time-pages.ts'
import { timeWrites } from './time-writes.ts'

/**
 * Pages and writes of a ledger as large as is promised, on both engines. With an argument, such as 10, so much smaller: that
 * shows what was measured and writes no page.
 */
export async function run([by]: readonly string[]): Promise<void> {
  const figures: EngineFigures[] = []
  for (const name of ['postgres', 'embedded'] as const) {
    const sizes = by === undefined ? PROMISED[name] : divided(PROMISED[name], Number(by))
    const engine = await started(name)
    try {
      say(`${name}: ${sizes.findings} findings, ${sizes.activity} entries of activity`)
      figures.push(await measure(await engine.open(await engine.place()), sizes))
    } finally {
      await engine.stop()
    }
  }
  const section = ledgerSection(figures)
  if (by === undefined) writeSection(PERFORMANCE, 'ledger', section)
  else console.log(section)
  if (figures.some(({ pages }) => pages.some(({ p95 }) => p95 >= MOST_MS))) process.exitCode = 1
}

async function started(name: TestEngine['name']): Promise<TestEngine> {
  if (name === 'postgres') return postgresEngine(await startPostgres({ durable: true }))
  const found = ENGINES.find((engine) => engine.name === name)
  if (found === undefined) throw new Error(`there is no engine ${name}`)
  return found.start()
}

async function measure(store: OpenStore, sizes: Sizes): Promise<EngineFigures> {
  const began = performance.now()
  await fillLedger(store.jobs, sizes, say)
  const fillSeconds = (performance.now() - began) / 1000
  const pages = await timePages(store, sizes.activity, (done, of, name) => {
    process.stderr.write(`\r${`timing pages: ${done} of ${of}, ${name}`.padEnd(100)}`)
  })
  const [load = 0] = loadavg()
  say('\ntiming writes')
  const writes = await timeWrites(store)
  const { rows } = await store.jobs.executeSql(
    `select pg_database_size(current_database()) as bytes, current_setting('server_version') as version`,
  )
  const version = String(rows[0]?.['version']).split(' ')[0] ?? ''
  const engine = store.jobs.backend === 'pglite' ? `embedded, PGlite (${version})` : `PostgreSQL ${version}`
  return { engine, sizes, bytes: Number(rows[0]?.['bytes']), fillSeconds, load, pages, writes }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
