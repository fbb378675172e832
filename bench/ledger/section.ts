import { cpus } from 'node:os'
import process from 'node:process'
import { FILTERS, VIEWS } from './finding-pages.ts'
import { PAGES } from './other-pages.ts'
import type { Sizes } from './sizes.ts'
import { SAMPLES, type TimedPage } from './time-pages.ts'
import type { TimedWrite } from './time-writes.ts'

/** What was measured on one engine. */
export interface EngineFigures {
  /** For people, with the version. */
  readonly engine: string
  readonly sizes: Sizes
  /** Of the database on the disk. */
  readonly bytes: number
  readonly fillSeconds: number
  /** Of the machine when it was measured, everybody's: more than it has cores means that all of it took longer. */
  readonly load: number
  readonly pages: readonly TimedPage[]
  readonly writes: readonly TimedWrite[]
}

/** What every page must stay below at p95, in ms. */
export const MOST_MS = 300

export function ledgerSection(engines: readonly EngineFigures[]): string {
  return `## ledger

Node ${process.version}, ${cpus().length} cores, client and database on the same machine, everything in memory that fits. Each page is asked through
the HTTP API, but for the socket: routing, reading, checking and printing the answer included, ${SAMPLES} times, 100 entries unless said
otherwise, about rows that a seed chose. p50 / p95 / max in ms; **bold** = p95 of ${MOST_MS} ms or more. Must: p95 below ${MOST_MS} ms on every page.

The ledgers are filled with SQL, not through the service, and their rows were never replaced: six clusters, ${engines.map(({ sizes }) => grouped(sizes.objects)).join(' and ')} objects in
200 namespaces of very unlike size, nine kinds, a year of history. Hashes of the filled activity are no chain; those that the measured writes add are.
Figures for the planner are as vacuum leaves them, which a server does by itself and the embedded store every quarter of an hour.

${table(
  ['', ...engines.map(({ engine }) => engine)],
  [
    [
      'findings, of these unresolved',
      ...engines.map(({ sizes }) => `${grouped(sizes.findings)}, ${grouped(sizes.unresolved)}`),
    ],
    ['entries of activity', ...engines.map(({ sizes }) => grouped(sizes.activity))],
    ['on the disk', ...engines.map(({ bytes }) => `${(bytes / 2 ** 30).toFixed(1)} GiB`)],
    ['load of the machine meanwhile', ...engines.map(({ load }) => load.toFixed(1))],
    ['filled in', ...engines.map(({ fillSeconds }) => `${Math.round(fillSeconds)} s`)],
    ['pages, of these over', ...engines.map(({ pages }) => `${pages.length}, **${pages.filter(isOver).length}**`)],
    ['slowest page, p95', ...engines.map(({ pages }) => `${Math.round(Math.max(...pages.map(({ p95 }) => p95)))} ms`)],
  ],
)}

### What a write costs at that size

One transaction, from reading what is known of the objects to the commit, activity chained and decision recorded, p50 / p95 / max in ms.

${table(['', ...engines.map(({ engine }) => engine)], writeRows(engines))}

### Pages

${table(['', 'entries', ...engines.map(({ engine }) => engine)], pageRows(engines))}

${engines.map(findingsTable).join('\n\n')}
`
}

function writeRows(engines: readonly EngineFigures[]): readonly (readonly string[])[] {
  return (engines[0]?.writes ?? []).map(({ name, atOnce }, index) => [
    `${name}, ${atOnce === 1 ? 'one object' : `${atOnce} objects at once`}`,
    ...engines.map(({ writes }) => times(writes[index])),
  ])
}

function pageRows(engines: readonly EngineFigures[]): readonly (readonly string[])[] {
  return PAGES.map(({ name }) => {
    const found = engines.map(({ pages }) => pages.find((page) => page.name === name && page.view === undefined))
    return [name, String(found[0]?.entries ?? ''), ...found.map(judged)]
  })
}

/** One row a filter, one column a view. */
function findingsTable({ engine, pages }: EngineFigures): string {
  const rows = FILTERS.map(({ name }) => [
    name,
    ...VIEWS.map((view) => judged(pages.find((page) => page.name === name && page.view === view.name))),
  ])
  return `### Lists of findings on ${engine}\n\n${table(['', ...VIEWS.map(({ name }) => name)], rows)}`
}

function isOver({ p95 }: TimedPage): boolean {
  return p95 >= MOST_MS
}

function judged(page: TimedPage | undefined): string {
  if (page === undefined) return ''
  return isOver(page) ? `**${times(page)}**` : times(page)
}

function times(measured: TimedPage | TimedWrite | undefined): string {
  if (measured === undefined) return ''
  return [measured.p50, measured.p95, measured.max].map((ms) => (ms < 10 ? ms.toFixed(1) : Math.round(ms))).join(' / ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
