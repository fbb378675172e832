import type { ClusterState, SourceState } from '../../../model/source-state.ts'
import type { Statements } from '../database.ts'
import { clusterFromRow, sourceFromRow } from '../rows/state-rows.ts'

/** By name. */
export async function allSources(db: Statements): Promise<readonly SourceState[]> {
  const rows = await db.selectFrom('source').selectAll().orderBy('name').execute()
  return rows.map(sourceFromRow)
}

/** By name. */
export async function allClusters(db: Statements): Promise<readonly ClusterState[]> {
  const rows = await db.selectFrom('cluster').selectAll().orderBy('name').execute()
  return rows.map(clusterFromRow)
}
