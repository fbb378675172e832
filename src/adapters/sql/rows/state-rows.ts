import type { Insertable, Selectable } from 'kysely'
import type { ClusterState, SourceState } from '../../../model/source-state.ts'
import { fromJsonText, toJsonText } from '../json-text.ts'
import type { ClusterTable, SourceTable } from '../tables.ts'
import { toTimestamp, toTimestampOrNull } from '../timestamp.ts'

export function clusterToRow(state: ClusterState): Insertable<ClusterTable> {
  return {
    name: state.name,
    version: state.version,
    state: state.state,
    since: toTimestamp(state.since),
    known_until: toTimestampOrNull(state.knownUntil),
    objects: state.objects,
    not_checked: toJsonText(state.notChecked),
  }
}

export function clusterFromRow(row: Selectable<ClusterTable>): ClusterState {
  return {
    name: row.name,
    version: row.version,
    state: row.state,
    since: row.since,
    knownUntil: row.known_until,
    objects: row.objects,
    notChecked: fromJsonText(row.not_checked) as unknown as ClusterState['notChecked'],
  }
}

export function sourceToRow({ failing, held, deployed, ...state }: SourceState): Insertable<SourceTable> {
  return {
    name: state.name,
    cluster: state.cluster,
    revision: state.revision,
    fetched_at: toTimestampOrNull(state.fetchedAt),
    failing_since: toTimestampOrNull(failing?.since),
    failing_code: failing?.code ?? null,
    failing_message: failing?.message ?? null,
    held_since: toTimestampOrNull(held?.since),
    held_reason: held?.reason ?? null,
    held_message: held?.message ?? null,
    deployed_revision: deployed?.revision ?? null,
    deployed_at: toTimestampOrNull(deployed?.at),
    objects: state.objects,
    owner: state.owner,
    baseline_since: toTimestampOrNull(state.baselineSince),
  }
}

/** The constraints of the table say which columns are set together. */
export function sourceFromRow(row: Selectable<SourceTable>): SourceState {
  return {
    name: row.name,
    cluster: row.cluster,
    revision: row.revision,
    fetchedAt: row.fetched_at,
    failing:
      row.failing_since === null
        ? null
        : { since: row.failing_since, code: row.failing_code as string, message: row.failing_message as string },
    held:
      row.held_since === null
        ? null
        : {
            since: row.held_since,
            reason: row.held_reason as NonNullable<SourceState['held']>['reason'],
            message: row.held_message as string,
          },
    deployed: row.deployed_at === null ? null : { revision: row.deployed_revision as string, at: row.deployed_at },
    objects: row.objects,
    owner: row.owner,
    baselineSince: row.baseline_since,
  }
}
