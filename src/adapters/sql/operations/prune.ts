import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../../../model/instant.ts'
import type { Database, Tx } from '../database.ts'
import { toTimestamp } from '../timestamp.ts'
import { pruneActivity } from './prune-activity.ts'

/** How long records are kept after their end, in ms; what is not set is kept for ever, and that is the default. */
export interface Retention {
  /** Resolved findings with their history, overwritten fixes and fights that ended. */
  readonly endedMs?: number
  /** Objects that no source holds any more and that no record is about. */
  readonly objectsMs?: number
  /** Entries of activity, and these only up to a signed checkpoint. */
  readonly activityMs?: number
}

export interface Pruned {
  readonly findings: number
  readonly fixes: number
  readonly fights: number
  readonly objects: number
  readonly activity: number
}

/** Never an unresolved finding, nor one whose difference lasts and is explained by a rule: they keep their ages. */
export async function prune(database: Database, now: Instant, retention: Retention): Promise<Pruned> {
  const { endedMs, objectsMs, activityMs } = retention
  const ended = endedMs === undefined ? NONE : await database.transaction((tx) => pruneEnded(tx, now - endedMs))
  const objects = objectsMs === undefined ? 0 : await database.transaction((tx) => pruneObjects(tx, now - objectsMs))
  await database.transaction(pruneUnused)
  const activity =
    activityMs === undefined ? 0 : await database.transaction((tx) => pruneActivity(tx, now - activityMs))
  return { ...ended, objects, activity }
}

const NONE = { findings: 0, fixes: 0, fights: 0 }

async function pruneEnded(tx: Tx, before: Instant): Promise<typeof NONE> {
  const time = sql`${toTimestamp(before)}::timestamptz`
  const old = sql`
    select finding.key from finding join lateral (
      select to_at from open_period where open_period.finding = finding.key order by number desc limit 1
    ) last on true
    where finding.state = 'resolved' and finding.explained_by is null and last.to_at < ${time}`
  const { rows } = await sql<{ key: number }>`
    select key from finding where key in (${old}) for update`.execute(tx)
  const keys = sql`select unnest(${`{${rows.map(({ key }) => key).join(',')}}`}::text::bigint[])`
  await sql`delete from undone where finding_id in (select id from finding where key in (${keys}))`.execute(tx)
  await sql`delete from finding_decision where finding in (${keys})`.execute(tx)
  await sql`delete from open_period where finding in (${keys})`.execute(tx)
  return {
    findings: await deleted(tx, sql`delete from finding where key in (${keys})`),
    fixes: await deleted(tx, sql`delete from overwritten_fix where undone_at < ${time}`),
    fights: await deleted(tx, sql`delete from fight where ended_at < ${time}`),
  }
}

/** The base of an object that a source holds is evidence, however long ago it was seen. */
function pruneObjects(tx: Tx, before: Instant): Promise<number> {
  return deleted(
    tx,
    sql`
      delete from object
      where (verdict is null or (cardinality(sources) = 0 and as_of < ${toTimestamp(before)}::timestamptz))
        and not exists (select from finding where finding.object = object.key)
        and not exists (select from overwritten_fix where overwritten_fix.object = object.key)
        and not exists (select from undone where undone.object = object.key)
        and not exists (select from fight where fight.object = object.key)`,
  )
}

/** Manifests and causes that nothing refers to. Writers that just found one there have the table, and are waited for. */
async function pruneUnused(tx: Tx): Promise<void> {
  await sql`lock table manifest, cause in share row exclusive mode`.execute(tx)
  await sql`
    delete from manifest where not exists (select from object where object.agreed_manifest = manifest.hash)
  `.execute(tx)
  await sql`delete from cause where not exists (select from finding where finding.cause = cause.id)`.execute(tx)
}

export async function deleted(tx: Tx, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await statement.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
