import type { LedgerStore } from '../../ledger/ports.ts'
import { type Database, reading } from './database.ts'
import { dueFindings, findingsWrittenBy } from './read/read-findings.ts'
import { unsettledObjects } from './read/read-objects.ts'
import { allClusters, allSources } from './read/read-states.ts'
import { readRecords, RecordReader } from './read/record-reader.ts'
import { type Patience, persistently } from './retry.ts'
import { clusterToRow, sourceToRow } from './rows/state-rows.ts'
import { appendActivity } from './write/append-activity.ts'
import { applyChanges } from './write/apply-changes.ts'
import { passFence } from './write/fence.ts'
import { changeOnce, noteChange } from './write/keyed-change.ts'
import { upsert } from './write/upsert.ts'

/** What the loop writes and reads. Writes are tried again for as long as `patience` says. */
export function ledgerStore(database: Database, patience: Patience): LedgerStore {
  const db = database.statements
  const records = new RecordReader((refs) => persistently(() => readRecords(db, refs), patience))
  return {
    record: (ref) => records.record(ref),
    unsettled: (cluster) => reading(() => unsettledObjects(db, cluster)),
    due: (cluster, now, limit) => reading(() => dueFindings(db, cluster, now, limit)),
    writtenBy: (cluster, version) => reading(() => findingsWrittenBy(db, cluster, version)),
    sources: () => reading(() => allSources(db)),
    clusters: () => reading(() => allClusters(db)),

    apply: (changes, fence) =>
      changeOnce(database, patience, async (tx, key) => {
        await passFence(tx, fence, key)
        await applyChanges(tx, changes)
      }),

    append: (entries) =>
      changeOnce(database, patience, async (tx, key) => {
        await noteChange(tx, key)
        await appendActivity(tx, entries)
      }),

    saveSource: (state) =>
      persistently(() => database.transaction((tx) => upsert(tx, 'source', ['name'], [sourceToRow(state)])), patience),

    forgetSource: (name, cluster) =>
      persistently(async () => {
        await db.deleteFrom('source').where('name', '=', name).where('cluster', '=', cluster).execute()
      }, patience),

    saveCluster: (state) =>
      persistently(
        () => database.transaction((tx) => upsert(tx, 'cluster', ['name'], [clusterToRow(state)])),
        patience,
      ),
  }
}
