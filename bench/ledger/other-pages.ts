import { printCursor } from '../../src/adapters/sql/read/cursor.ts'
import type { DrawnFinding } from './drawn-rows.ts'

/** What one command or page of a user interface asks for, as requests that go out together. */
export interface Page {
  readonly name: string
  /** 200 unless said otherwise. */
  readonly status?: number
  readonly urls: (drawn: DrawnFinding, activity: number) => readonly string[]
}

/** What most entries are about: see the filling. */
const BUSIEST = 'prod-eu'

export const PAGES: readonly Page[] = [
  one('one finding, with its histories and its object', ({ id }) => `/findings/${id}`),
  one('one finding, by the beginning of its id', ({ id }) => `/findings/${id.slice(0, 10)}`),
  { ...one('a finding that there is not', ({ id }) => `/findings/${id.slice(0, 10)}-none`), status: 404 },
  one('decisions', () => '/decisions'),
  one('one object, with its findings', (drawn) => `/objects/${placeOf(drawn)}`),
  one('objects', () => '/objects'),
  one('objects, deep', (drawn) => `/objects?cursor=${objectCursor(drawn)}`),
  one('objects of a cluster that drift', ({ cluster }) => `/objects?cluster=${cluster}&verdict=drifted`),
  one('objects that drift', () => '/objects?verdict=drifted'),
  one('objects that are unknown', () => '/objects?verdict=unknown'),
  one('objects of a source', ({ source }) => `/objects?source=${source}`),
  one('objects of a source, deep', (drawn) => `/objects?source=${drawn.source}&cursor=${objectCursor(drawn)}`),
  one('objects of a source that drift', ({ source }) => `/objects?source=${source}&verdict=drifted`),
  one('causes', () => '/causes'),
  one('causes of a cluster', ({ cluster }) => `/causes?cluster=${cluster}`),
  one('causes, behind the first page', () => `/causes?cursor=${printCursor('causes', [2, 0, ''])}`),
  one('activity', () => '/activity'),
  one('activity, deep', (drawn, all) => `/activity?cursor=${activityCursor(drawn, all)}`),
  one('activity, 500 entries', () => '/activity?limit=500'),
  one('activity after a number', (drawn, all) => `/activity?after=${placeIn(drawn, all)}`),
  one('activity about a finding', ({ id }) => `/activity?subject=${id}`),
  one('activity about an object', (drawn) => `/activity?subject=${encodeURIComponent(placeOf(drawn))}`),
  one('activity about a cluster', () => `/activity?subject=${BUSIEST}`),
  one(
    'activity about a cluster, deep',
    (drawn, all) => `/activity?subject=${BUSIEST}&cursor=${activityCursor(drawn, all)}`,
  ),
  one('activity of a common kind', () => '/activity?kind=finding-opened'),
  one(
    'activity of a common kind, deep',
    (drawn, all) => `/activity?kind=finding-opened&cursor=${activityCursor(drawn, all)}`,
  ),
  one('activity of a rare kind', () => '/activity?kind=accepted'),
  one('activity of three kinds', () => '/activity?kind=accepted,acknowledged,fix-attributed'),
  one(
    'activity of three kinds, deep',
    (drawn, all) => `/activity?kind=accepted,acknowledged,fix-attributed&cursor=${activityCursor(drawn, all)}`,
  ),
  one('activity of a kind that never came', () => '/activity?kind=etcd-restored'),
  one('activity about a cluster, of a kind it has not', () => `/activity?subject=${BUSIEST}&kind=accepted`),
  one('overwritten fixes', () => '/overwritten'),
  one('overwritten fixes of a cluster', ({ cluster }) => `/overwritten?cluster=${cluster}`),
  one('overwritten fixes of the smallest cluster', () => '/overwritten?cluster=edge'),
  one(
    'overwritten fixes of a cluster, deep',
    (drawn) => `/overwritten?cluster=${drawn.cluster}&cursor=${printCursor('overwritten', [drawn.onset, ''])}`,
  ),
  one('overwritten fixes of a finding', ({ id }) => `/overwritten?finding=${id}`),
  one('fights', () => '/fights'),
  one('fights that go on', () => '/fights?active=true'),
  one('fights of a cluster that go on', ({ cluster }) => `/fights?cluster=${cluster}&active=true`),
  one('rules', () => '/rules'),
  one('counts', () => '/counts'),
  { name: '`driftage status`', urls: () => ['/clusters', '/sources', '/counts'].map((path) => `/api/v1${path}`) },
  { name: '`/metrics`', urls: () => ['/metrics'] },
]

function one(name: string, path: (drawn: DrawnFinding, activity: number) => string): Page {
  return { name, urls: (drawn, activity) => [`/api/v1${path(drawn, activity)}`] }
}

function placeOf({ cluster, group, kind, namespace, name }: DrawnFinding): string {
  return [cluster, group || '-', kind, namespace || '-', name].map(encodeURIComponent).join('/')
}

function objectCursor({ cluster, group, kind, namespace, name }: DrawnFinding): string {
  return printCursor('objects', [cluster, group, kind, namespace, name])
}

/** Somewhere in the record, by the chance that drew the finding. */
function placeIn({ id }: DrawnFinding, activity: number): number {
  return Math.floor((Number.parseInt(id.slice(0, 8), 16) / 2 ** 32) * activity)
}

function activityCursor(drawn: DrawnFinding, activity: number): string {
  return printCursor('activity', [placeIn(drawn, activity)])
}
