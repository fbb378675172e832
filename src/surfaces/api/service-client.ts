import type { z } from 'zod'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { FindingQuery, Page } from '../../ledger/ports.ts'
import { type Instant, printInstant, SECOND } from '../../model/instant.ts'
import type { Json } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { OpenedLedger, ShownCommands, ShownFinding, ShownReads } from '../shown-ledger.ts'
import { activityPage, readActivity } from './contract/activity.ts'
import { causePage, readCause } from './contract/cause.ts'
import { readInstant } from './contract/contract-words.ts'
import { countList, readCount, readRuleHits, ruleList } from './contract/counts.ts'
import { finding, findingPage, readFinding } from './contract/finding.ts'
import { readPastDecision, readPeriod } from './contract/finding-state.ts'
import { clusterList, readCluster, readSource, sourceList } from './contract/freshness.ts'
import { objectPage, readObject } from './contract/object-state.ts'
import { fightPage, overwrittenPage, readFight, readOverwritten } from './contract/overwritten.ts'
import { followChanges } from './follow-changes.ts'
import { service } from './routes/api-routes.ts'
import { findingDetail } from './routes/finding-routes.ts'

/** HTTP with one service; paths begin with `/api/v1`, answers are JSON without rounding. */
export interface ServiceHttp {
  get(path: string, query?: Readonly<Record<string, string>>): Promise<Json>
  post(path: string, body: Json): Promise<Json | undefined>
  events(
    path: string,
    lastId: string | undefined,
    signal: AbortSignal,
  ): AsyncIterable<{ readonly name: string; readonly id: string; readonly data: string }>
  close(): Promise<void>
}

const V1 = '/api/v1'

/**
 * The ledger behind a service. Asks who answers first, so that a wrong address or token is told as such, and takes over
 * the clock of the service. @throws DriftageError DRF60xx
 */
export async function openServiceLedger(http: ServiceHttp, clock: () => Instant): Promise<OpenedLedger> {
  const asked = clock()
  const there = readInstant(understood(service, await http.get(V1)).now)
  // Half of the way there and back has passed since the service looked at its clock.
  const ahead = there - (asked + clock()) / 2
  return {
    reads: readsOver(http),
    commands: commandsOver(http),
    now: () => Math.round(clock() + ahead),
    changes: (after, signal) => followChanges(http, after, signal),
    close: () => http.close(),
  }
}

function readsOver(http: ServiceHttp): ShownReads {
  const detail = async (id: string) => {
    const answer = await http.get(`${V1}/findings/${encodeURIComponent(id)}`).catch(ifNothingThere)
    return answer === undefined ? undefined : understood(findingDetail, answer)
  }
  const all = async <S extends z.ZodType>(path: string, schema: S) =>
    understood(schema, await http.get(`${V1}/${path}`))
  const paged = async <S extends z.ZodType>(path: string, schema: S, query: Asked) =>
    understood(schema, await http.get(`${V1}/${path}`, parameters(query)))
  return {
    findings: async (query) => mapped(await paged('findings', findingPage, findingParameters(query)), readFinding),
    finding: async (id) => {
      const found = await detail(id)
      return found === undefined ? undefined : readFinding(found.finding)
    },
    periods: async (id) => (await detail(id))?.periods.map(readPeriod) ?? [],
    decisions: async (id) => (await detail(id))?.decisions.map(readPastDecision) ?? [],
    causes: async ({ now: _now, ...query }) => mapped(await paged('causes', causePage, query), readCause),
    objects: async (query) => mapped(await paged('objects', objectPage, query), readObject),
    activity: async ({ kinds, ...query }) =>
      mapped(await paged('activity', activityPage, { ...query, kind: kinds?.join(',') }), readActivity),
    overwritten: async ({ findingId, ...query }) =>
      mapped(await paged('overwritten', overwrittenPage, { ...query, finding: findingId }), readOverwritten),
    fights: async (query) => mapped(await paged('fights', fightPage, query), readFight),
    ruleHits: async () => (await all('rules', ruleList)).items.map(readRuleHits),
    sources: async () => (await all('sources', sourceList)).items.map(readSource),
    clusters: async () => (await all('clusters', clusterList)).items.map(readCluster),
    counts: async () => (await all('counts', countList)).items.map(readCount),
  }
}

function commandsOver(http: ServiceHttp): ShownCommands {
  const about = async (id: string, verb: string, body: Json): Promise<ShownFinding> =>
    readFinding(understood(finding, await http.post(`${V1}/findings/${encodeURIComponent(id)}/${verb}`, body)))
  return {
    acknowledge: (id) => about(id, 'acknowledge', {}),
    accept: (id, { until, reason }) => about(id, 'accept', { until: printInstant(until), reason }),
    reopen: (id) => about(id, 'reopen', {}),
    assign: (id, assignee) => about(id, 'assign', { assignee }),
    recheck: async (ref) => void (await http.post(`${V1}/objects/${objectPath(ref)}/recheck`, {})),
    deployed: async (source, revision) =>
      void (await http.post(`${V1}/sources/${encodeURIComponent(source)}/deployed`, { revision })),
    confirmSource: async (source) => void (await http.post(`${V1}/sources/${encodeURIComponent(source)}/confirm`, {})),
  }
}

type Asked = Readonly<Record<string, string | number | boolean | undefined>>

function parameters(query: Asked): Record<string, string> {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
}

/** The API leaves out what is resolved or no drift unless it is asked for; a query of the ledger leaves out nothing. */
function findingParameters(query: FindingQuery): Asked {
  const { now: _now, states, standings, handling, severities, olderThanMs, ...same } = query
  return {
    ...same,
    state: (states ?? ['settling', 'open', 'resolved']).join(','),
    standing: (standings ?? ['drift', 'pending', 'drift-and-pending', 'explained']).join(','),
    handling: handling?.join(','),
    severity: severities?.join(','),
    olderThan: olderThanMs === undefined ? undefined : `${Math.ceil(olderThanMs / SECOND)}s`,
  }
}

function objectPath({ cluster, group, kind, namespace, name }: ObjectRef): string {
  return [cluster, group || '-', kind, namespace || '-', name].map(encodeURIComponent).join('/')
}

function mapped<D, T>(page: { readonly items: readonly D[]; readonly next?: string }, read: (dto: D) => T): Page<T> {
  return { items: page.items.map(read), ...(page.next === undefined ? {} : { next: page.next }) }
}

/** @throws DriftageError DRF6052 */
export function understood<S extends z.ZodType>(schema: S, answer: unknown): z.output<S> {
  const read = schema.safeParse(answer)
  if (read.success) return read.data
  const where = read.error.issues[0]?.path.map(String).join('.') ?? ''
  throw new DriftageError(
    'DRF6052',
    `The answer of the service is not in the contract of /api/v1${where === '' ? '' : ` (at ${where})`}. Client and service may have versions that do not go together.`,
  )
}

function ifNothingThere(error: unknown): undefined {
  if (error instanceof DriftageError && error.code === 'DRF6012') return undefined
  throw error
}
