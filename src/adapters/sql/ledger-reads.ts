import type { LedgerReads, ObjectRecord } from '../../ledger/ports.ts'
import { type Database, reading } from './database.ts'
import { activityPage } from './read/read-activity.ts'
import { causesPage } from './read/read-causes.ts'
import { findingCounts, ruleHits } from './read/read-counts.ts'
import { findingById, findingsPage } from './read/read-findings.ts'
import { findingDecisions, findingPeriods } from './read/read-history.ts'
import { objectsPage } from './read/read-objects.ts'
import { allClusters, allSources } from './read/read-states.ts'
import { fightsPage, overwrittenPage } from './read/read-undone.ts'
import { readRecords } from './read/record-reader.ts'

/** What the surfaces read. A store that cannot be reached fails at once with a code, since somebody waits. */
export function ledgerReads(database: Database): LedgerReads {
  const db = database.statements
  return {
    findings: (query) => reading(() => findingsPage(db, query)),
    finding: (idOrPrefix) => reading(() => findingById(db, idOrPrefix)),
    periods: (findingId) => reading(() => findingPeriods(db, findingId)),
    decisions: (findingId) => reading(() => findingDecisions(db, findingId)),
    causes: (query) => reading(() => causesPage(db, query)),
    objects: (query) => reading(() => objectsPage(db, query)),
    object: (ref) => reading(async () => known((await readRecords(db, [ref]))[0])),
    activity: (query) => reading(() => activityPage(db, query)),
    overwritten: (query) => reading(() => overwrittenPage(db, query)),
    fights: (query) => reading(() => fightsPage(db, query)),
    ruleHits: () => reading(() => ruleHits(db)),
    sources: () => reading(() => allSources(db)),
    clusters: () => reading(() => allClusters(db)),
    counts: () => reading(() => findingCounts(db)),
  }
}

/** A record of nothing is none. */
function known(record: ObjectRecord | undefined): ObjectRecord | undefined {
  if (record === undefined) return undefined
  const { object, agreed, findings, fights, undone } = record
  const empty = object === null && agreed === null && findings.length + fights.length + undone.length === 0
  return empty ? undefined : record
}
