import { cursorBehind, type DrawnFinding } from './drawn-rows.ts'

/** What a filter of `GET /api/v1/findings` asks for, about a drawn finding. */
export interface Filter {
  readonly name: string
  readonly query: (drawn: DrawnFinding) => Readonly<Record<string, string>>
}

export const FILTERS: readonly Filter[] = [
  { name: 'no filter', query: () => ({}) },
  { name: '`severity=critical`', query: () => ({ severity: 'critical' }) },
  { name: '`severity=low,info`', query: () => ({ severity: 'low,info' }) },
  { name: '`standing=pending`', query: () => ({ standing: 'pending' }) },
  { name: '`standing=explained`', query: () => ({ standing: 'explained' }) },
  { name: '`handling=acknowledged`', query: () => ({ handling: 'acknowledged' }) },
  { name: '`handling=accepted`', query: () => ({ handling: 'accepted' }) },
  { name: '`cluster`', query: ({ cluster }) => ({ cluster }) },
  { name: '`cluster`, the smallest', query: () => ({ cluster: 'edge' }) },
  { name: '`namespace`', query: ({ namespace }) => ({ namespace }) },
  { name: '`namespace`, one that has nothing', query: () => ({ namespace: 'nothing-here' }) },
  { name: '`cluster` and `namespace`', query: ({ cluster, namespace }) => ({ cluster, namespace }) },
  { name: '`kind`', query: ({ kind }) => ({ kind }) },
  { name: '`kind`, a rare one', query: () => ({ kind: 'ClusterRole' }) },
  { name: '`kind`, one that has nothing', query: () => ({ kind: 'Gateway' }) },
  { name: '`kind` and `severity=critical`', query: ({ kind }) => ({ kind, severity: 'critical' }) },
  {
    name: '`kind`, `handling` and `actorClass`, which hardly any has',
    query: () => ({ kind: 'ClusterRole', handling: 'accepted', actorClass: 'admission' }),
  },
  { name: '`name`', query: ({ name }) => ({ name }) },
  { name: '`source`', query: ({ source }) => ({ source }) },
  { name: '`owner`', query: ({ owner }) => ({ owner }) },
  { name: '`owner` and `severity=critical`', query: ({ owner }) => ({ owner, severity: 'critical' }) },
  { name: '`cause`', query: ({ cause }) => ({ cause }) },
  { name: '`actorClass=person`', query: () => ({ actorClass: 'person' }) },
  { name: '`actorClass=admission`', query: () => ({ actorClass: 'admission' }) },
  { name: '`olderThan=30d`', query: () => ({ olderThan: '30d' }) },
  { name: '`olderThan=360d`', query: () => ({ olderThan: '360d' }) },
]

/** How the list is looked at with each filter. */
export interface View {
  readonly name: string
  /** Whether the findings it is asked about are the unresolved ones. */
  readonly unresolved: boolean
  readonly query: (drawn: DrawnFinding) => Readonly<Record<string, string>>
}

export const VIEWS: readonly View[] = [
  { name: 'unresolved', unresolved: true, query: () => ({}) },
  { name: 'unresolved, deep', unresolved: true, query: (drawn) => ({ cursor: cursorBehind(drawn, 'urgency') }) },
  { name: 'resolved', unresolved: false, query: () => ({ state: 'resolved' }) },
  {
    name: 'resolved, deep',
    unresolved: false,
    query: (drawn) => ({ state: 'resolved', cursor: cursorBehind(drawn, 'urgency') }),
  },
  {
    name: 'all, newest first',
    unresolved: false,
    query: () => ({ state: 'settling,open,resolved', order: 'newest' }),
  },
  {
    name: 'all, newest first, deep',
    unresolved: false,
    query: (drawn) => ({ state: 'settling,open,resolved', order: 'newest', cursor: cursorBehind(drawn, 'newest') }),
  },
]

export function findingsUrl(filter: Filter, view: View, drawn: DrawnFinding): string {
  return `/api/v1/findings?${new URLSearchParams({ ...filter.query(drawn), ...view.query(drawn) }).toString()}`
}
