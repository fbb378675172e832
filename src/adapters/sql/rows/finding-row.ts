import type { Insertable, Selectable } from 'kysely'
import type { Decision } from '../../../model/decision.ts'
import type { Finding, OpenPeriod } from '../../../model/finding.ts'
import type { Instant } from '../../../model/instant.ts'
import type { ObjectRef } from '../../../model/object-ref.ts'
import type { ReportedDrift } from '../../../model/scan-report.ts'
import { fromJsonText, toJsonText, toJsonTextOrNull } from '../json-text.ts'
import type { FindingTable, OpenPeriodTable } from '../tables.ts'
import { toTimestamp, toTimestampOrNull } from '../timestamp.ts'
import { handlingFromRow, handlingToRow } from './handling-row.ts'

export type PeriodColumns = Omit<Selectable<OpenPeriodTable>, 'finding' | 'number'>

/** The period of a finding is a row of its own; see {@link periodToRow}. */
export function findingToRow(finding: Finding, ref: ObjectRef, object: number): Insertable<FindingTable> {
  const { drift, onset, frozen, writtenBy, decision } = finding
  return {
    id: finding.id,
    object,
    cluster: ref.cluster,
    namespace: ref.namespace,
    kind: ref.kind,
    name: ref.name,
    drift: toJsonText(drift),
    drift_kind: drift.kind,
    severity: drift.severity,
    actor_class: drift.actorClass,
    standing: finding.standing,
    state: finding.state,
    ...handlingToRow(finding.handling),
    onset_not_before: toTimestampOrNull(onset.notBefore),
    onset_not_after: toTimestamp(onset.notAfter),
    regressions: finding.regressions,
    agreed_since: toTimestampOrNull(finding.agreedSince),
    agreed_through: finding.agreedThrough,
    standing_since: toTimestamp(finding.standingSince),
    value_since: toTimestamp(finding.valueSince),
    reverts: toJsonText(finding.reverts),
    explained_by: finding.explainedBy,
    cause: finding.causeId,
    owner: finding.owner,
    assignee: finding.assignee,
    sources: [...finding.sources],
    last_confirmed: toTimestamp(finding.lastConfirmed),
    frozen_reason: frozen?.reason ?? null,
    frozen_since: toTimestampOrNull(frozen?.since),
    value_mark: finding.valueMark,
    desired_mark: finding.desiredMark,
    written_uid: writtenBy?.version.uid ?? null,
    written_version: writtenBy?.version.resourceVersion ?? null,
    replaced_uid: writtenBy?.previous?.uid ?? null,
    replaced_version: writtenBy?.previous?.resourceVersion ?? null,
    baseline: finding.baseline,
    decision: toJsonTextOrNull(decision ?? undefined),
    next_at: toTimestampOrNull(decision?.next?.at),
  }
}

export function findingFromRow(row: Selectable<FindingTable> & PeriodColumns): Finding {
  return {
    id: row.id,
    drift: fromJsonText(row.drift) as unknown as ReportedDrift,
    standing: row.standing,
    state: row.state,
    handling: handlingFromRow(row),
    onset: { notBefore: row.onset_not_before, notAfter: row.onset_not_after },
    period: periodFromRow(row),
    regressions: row.regressions,
    agreedSince: row.agreed_since,
    agreedThrough: row.agreed_through,
    standingSince: row.standing_since,
    valueSince: row.value_since,
    reverts: fromJsonText(row.reverts) as unknown as readonly Instant[],
    explainedBy: row.explained_by,
    causeId: row.cause,
    owner: row.owner,
    assignee: row.assignee,
    sources: row.sources,
    lastConfirmed: row.last_confirmed,
    frozen: together(row.frozen_reason, row.frozen_since, (reason, since) => ({ reason, since })),
    valueMark: row.value_mark,
    desiredMark: row.desired_mark,
    writtenBy: together(row.written_uid, row.written_version, (uid, resourceVersion) => ({
      version: { uid, resourceVersion },
      previous: together(row.replaced_uid, row.replaced_version, (uid, version) => ({ uid, resourceVersion: version })),
    })),
    baseline: row.baseline,
    decision: row.decision === null ? null : (fromJsonText(row.decision) as unknown as Decision),
  }
}

export function periodToRow(period: OpenPeriod, finding: number, number: number): Insertable<OpenPeriodTable> {
  return {
    finding,
    number,
    from_at: toTimestamp(period.from),
    to_at: toTimestampOrNull(period.to),
    resolution: period.resolution,
    flips: period.flips,
  }
}

export function periodFromRow(row: PeriodColumns): OpenPeriod {
  return { from: row.from_at, to: row.to_at, resolution: row.resolution, flips: row.flips }
}

/** Null unless both are there; the database lets none be there alone. */
function together<A, B, T>(a: A | null, b: B | null, make: (a: A, b: B) => T): T | null {
  return a === null || b === null ? null : make(a, b)
}
