import { DriftageError } from '../errors/driftage-error.ts'
import type { FindingCount, FindingQuery, LedgerReads, Page } from '../ledger/ports.ts'
import type { CommandOrigin, LedgerCommands } from '../loop/commands.ts'
import type { ChainedActivity } from '../model/activity.ts'
import type { Finding } from '../model/finding.ts'
import { HOUR } from '../model/instant.ts'
import { compareRefs, printRef } from '../model/object-ref.ts'
import { SEVERITIES } from '../model/severity.ts'
import { CANARY } from './cli/views/sample-report.ts'
import {
  WAITING,
  sampleFindings,
  PAST_PERIODS,
  activity,
  sampleActivity,
  CAUSES,
  OBJECTS,
  FIXES,
  FIGHTS,
  RULE_HITS,
  SOURCES,
  CLUSTERS,
  NOW,
} from './sample-records.ts'

/** A ledger over arrays with one of everything, for tests of surfaces. Commands change it and record activity. */
export interface SampleLedger {
  readonly reads: LedgerReads
  readonly commands: LedgerCommands
  readonly changes: (recorded: () => void) => () => void
  /** Appends an entry and tells who listens. */
  record(entry: Partial<ChainedActivity>): void
  /** What was asked of the ledger that leaves no finding changed. */
  readonly asked: unknown[]
}

export function sampleLedger(): SampleLedger {
  let findings = sampleFindings()
  const entries: ChainedActivity[] = sampleActivity()
  const asked: unknown[] = []
  const listeners = new Set<() => void>()
  const record = (entry: Partial<ChainedActivity>) => {
    entries.push(activity(entries.length + 1, entry))
    for (const listener of listeners) listener()
  }
  const change = async (id: string, origin: CommandOrigin, kind: string, changes: Partial<Finding>) => {
    const known = findings.find((one) => one.id === id)
    if (known === undefined) throw new DriftageError('DRF5101', 'No finding has this id. Nothing was changed.')
    const changed = { ...known, ...changes }
    findings = findings.map((one) => (one.id === id ? changed : one))
    record({ actor: origin.actor, surface: origin.surface, kind, subject: { type: 'finding', id } })
    return changed
  }
  return {
    reads: {
      findings: async (query) => paged(findings.filter((one) => matches(one, query)).toSorted(byUrgency), query),
      finding: async (start) => findings.find((one) => one.id.startsWith(start)),
      periods: async (id) => (id === 'id-replicas' ? [...PAST_PERIODS, findings[0]?.period ?? []].flat() : []),
      decisions: async (id) => (id === 'id-replicas' ? [{ at: NOW - HOUR, decision: WAITING }] : []),
      causes: async (query) => paged(CAUSES, query),
      objects: async (query) =>
        paged(
          OBJECTS.filter((one) => (query.verdict ?? one.verdict) === one.verdict),
          query,
        ),
      object: async (ref) => {
        const object = OBJECTS.find((one) => compareRefs(one.ref, ref) === 0)
        if (object === undefined) return undefined
        const its = findings.filter((one) => compareRefs(one.drift.object, ref) === 0)
        return { ref, object, agreed: null, findings: its, fights: FIGHTS, undone: [] }
      },
      activity: async ({ subject, kinds, after, limit, cursor }) => {
        const found = entries.filter(
          (one) =>
            (subject ?? one.subject.id) === one.subject.id &&
            (kinds ?? [one.kind]).includes(one.kind) &&
            one.sequence > (after ?? 0),
        )
        return paged(after === undefined ? found.toReversed() : found, {
          limit,
          ...(cursor === undefined ? {} : { cursor }),
        })
      },
      overwritten: async (query) =>
        paged(
          FIXES.filter((one) => (query.findingId ?? one.findingId) === one.findingId),
          query,
        ),
      fights: async (query) =>
        paged(
          FIGHTS.filter((one) => query.active === undefined || query.active === (one.endedAt === null)),
          query,
        ),
      ruleHits: async () => RULE_HITS,
      sources: async () => SOURCES,
      clusters: async () => CLUSTERS,
      counts: async () => countsOf(findings),
    },
    commands: {
      acknowledge: (id, origin) =>
        change(id, origin, 'acknowledged', { handling: { kind: 'acknowledged', by: origin.actor.id, at: NOW } }),
      accept: (id, { until, reason }, origin) => {
        const pinned = { valueMark: CANARY, actorClass: 'person', severity: 'medium' } as const
        return change(id, origin, 'accepted', {
          handling: { kind: 'accepted', by: origin.actor.id, at: NOW, reason, until, pinned },
        })
      },
      reopen: (id, origin) => change(id, origin, 'reopened', { handling: { kind: 'none' } }),
      assign: (id, assignee, origin) => change(id, origin, 'assigned', { assignee }),
      recheck: async (ref, origin) => void asked.push({ recheck: printRef(ref), origin }),
      deployed: async (source, revision, origin) => void asked.push({ deployed: source, revision, origin }),
      confirmSource: async (source, origin) => void asked.push({ confirm: source, origin }),
    },
    changes: (recorded) => {
      listeners.add(recorded)
      return () => listeners.delete(recorded)
    },
    record,
    asked,
  }
}

function paged<T>(all: readonly T[], { limit, cursor }: { readonly limit: number; readonly cursor?: string }): Page<T> {
  const start = Number(cursor ?? 0)
  const items = all.slice(start, start + limit)
  return start + limit < all.length ? { items, next: String(start + limit) } : { items }
}

function matches(one: Finding, query: FindingQuery): boolean {
  const { object } = one.drift
  return [
    query.states?.includes(one.state),
    query.standings?.includes(one.standing),
    query.handling?.includes(one.handling.kind),
    query.severities?.includes(one.drift.severity),
    ...(['cluster', 'namespace', 'kind', 'name'] as const).map(
      (part) => (query[part] ?? object[part]) === object[part],
    ),
    query.source === undefined || one.sources.includes(query.source),
    query.owner === undefined || one.owner === query.owner,
    query.olderThanMs === undefined || query.now - one.onset.notAfter > query.olderThanMs,
  ].every((held) => held !== false)
}

function countsOf(findings: readonly Finding[]): readonly FindingCount[] {
  const counts = new Map<string, FindingCount>()
  for (const { drift, state, standing, handling, onset } of findings) {
    if (state === 'resolved') continue
    const { cluster, namespace, kind } = drift.object
    const labels = { cluster, namespace, kind, severity: drift.severity, state, standing, handling: handling.kind }
    const known = counts.get(JSON.stringify(labels))
    const oldest = Math.min(onset.notAfter, known?.oldest ?? onset.notAfter)
    counts.set(JSON.stringify(labels), { ...labels, count: (known?.count ?? 0) + 1, oldest })
  }
  return [...counts.values()]
}

function byUrgency(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.drift.severity) - SEVERITIES.indexOf(b.drift.severity) || a.onset.notAfter - b.onset.notAfter
  )
}
