import type { OpenStore } from '../../src/adapters/sql/open-store.ts'
import type { Api } from '../../src/surfaces/api/api-ports.ts'
import { READER, sampleApi } from '../../src/surfaces/api/sample-api.ts'
import { createMetrics } from '../../src/surfaces/metrics/create-metrics.ts'
import { type Distribution, distributionOf } from './distribution.ts'
import { drawFindings, type DrawnFinding } from './drawn-rows.ts'
import { NOW } from './fill/vocabulary.ts'
import { FILTERS, findingsUrl, VIEWS } from './finding-pages.ts'
import { PAGES } from './other-pages.ts'

export interface TimedPage extends Distribution {
  readonly name: string
  /** For the pages of findings: how the list was looked at. */
  readonly view?: string
  /** Most entries that an answer had; undefined where it is no list. */
  readonly entries: number | undefined
}

interface AskedPage {
  readonly name: string
  readonly view?: string
  readonly status: number
  readonly drawn: readonly DrawnFinding[]
  readonly urls: (drawn: DrawnFinding) => readonly string[]
}

/** How often each page is timed. */
export const SAMPLES = 60
/** Questions that go before those that are timed, each about a row of its own: connections, and code that is new to Node. */
const BEFORE = 3
const HEADERS = { authorization: `Bearer ${READER}`, host: 'localhost' }

/** Every page through the HTTP API, as it is asked and answered, but for the socket. */
export async function timePages(
  store: OpenStore,
  activity: number,
  progress: (done: number, of: number, name: string) => void,
): Promise<readonly TimedPage[]> {
  const now = (): number => NOW
  const { api } = sampleApi({ reads: store.reads, now, metrics: createMetrics({ reads: store.reads, now }).render })
  const all = [...(await otherPages(store, activity)), ...(await findingLists(store))]
  const timed: TimedPage[] = []
  try {
    for (const page of all) {
      timed.push(await timePage(api, page))
      progress(timed.length, all.length, page.view === undefined ? page.name : `${page.name}, ${page.view}`)
    }
  } finally {
    await api.close()
  }
  return timed
}

async function otherPages({ jobs }: OpenStore, activity: number): Promise<readonly AskedPage[]> {
  const drawn = await drawFindings(jobs)
  return PAGES.map(({ name, status = 200, urls }) => ({ name, status, drawn, urls: (one) => urls(one, activity) }))
}

/** Each filter in each view, about findings of which there are some in that view. */
async function findingLists({ jobs }: OpenStore): Promise<readonly AskedPage[]> {
  const whichever = await drawFindings(jobs)
  const unresolved = await drawFindings(jobs, `state <> 'resolved'`)
  return FILTERS.flatMap((filter) =>
    VIEWS.map((view) => ({
      name: filter.name,
      view: view.name,
      status: 200,
      drawn: view.unresolved ? unresolved : whichever,
      urls: (one: DrawnFinding) => [findingsUrl(filter, view, one)],
    })),
  )
}

async function timePage(api: Api, { name, view, status, drawn, urls }: AskedPage): Promise<TimedPage> {
  const times: number[] = []
  let entries: number | undefined
  for (let sample = 0; sample < BEFORE + SAMPLES; sample++) {
    const about = drawn[sample % drawn.length]
    if (about === undefined) throw new Error('the ledger has no findings to ask about')
    const asked = urls(about)
    const began = performance.now()
    const answers = await Promise.all(asked.map((url) => api.inject({ method: 'GET', url, headers: HEADERS })))
    if (sample >= BEFORE) times.push(performance.now() - began)
    const wrong = answers.find(({ statusCode }) => statusCode !== status)
    if (wrong !== undefined) throw new Error(`${asked.join(', ')} answered ${wrong.statusCode}: ${wrong.body}`)
    if (answers.length === 1) entries = mostOf(entries, entriesOf(answers[0]?.body ?? ''))
  }
  return { name, ...(view === undefined ? {} : { view }), entries, ...distributionOf(times) }
}

function entriesOf(body: string): number | undefined {
  if (!body.startsWith('{"items":')) return undefined
  return (JSON.parse(body) as { readonly items: readonly unknown[] }).items.length
}

function mostOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
}
