import type { ObjectRecord } from '../../../ledger/ports.ts'
import { printRef, type ObjectRef } from '../../../model/object-ref.ts'
import type { Statements } from '../database.ts'
import { findingFromRow } from '../rows/finding-row.ts'
import { agreedFromRow, objectFromRow, refFromColumns } from '../rows/object-row.ts'
import { fightFromRow, undoneFromRow } from '../rows/undone-rows.ts'
import { isOneOf } from '../write/write-objects.ts'
import { findingsWithPeriod } from './read-findings.ts'

interface Asked {
  readonly ref: ObjectRef
  readonly resolve: (record: ObjectRecord) => void
  readonly reject: (error: unknown) => void
}

/** Objects that one question is about. A first pass over a large source asks for all of them in one turn. */
const MOST_AT_ONCE = 500

/**
 * Reads what is kept of objects. What is asked for in the same turn, or while another question is under way, is read
 * together, some hundred objects at a time: a question about one costs nearly as much as one about many.
 */
export class RecordReader {
  readonly #read: (refs: readonly ObjectRef[]) => Promise<readonly ObjectRecord[]>
  #asked: Asked[] = []
  #answering = false

  constructor(read: (refs: readonly ObjectRef[]) => Promise<readonly ObjectRecord[]>) {
    this.#read = read
  }

  record(ref: ObjectRef): Promise<ObjectRecord> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ ref, resolve, reject })
      if (this.#answering) return
      this.#answering = true
      queueMicrotask(() => void this.#answer())
    })
  }

  async #answer(): Promise<void> {
    while (this.#asked.length > 0) await this.#answerSome(this.#asked.splice(0, MOST_AT_ONCE))
    this.#answering = false
  }

  async #answerSome(asked: readonly Asked[]): Promise<void> {
    try {
      const records = await this.#read(asked.map(({ ref }) => ref))
      for (const [index, { resolve }] of asked.entries()) resolve(records[index] as ObjectRecord)
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }
}

/** One record for each reference, in their order; of objects that are not known, an empty one. */
export async function readRecords(db: Statements, refs: readonly ObjectRef[]): Promise<readonly ObjectRecord[]> {
  const objects = await db
    .selectFrom('object')
    .leftJoin('manifest', 'manifest.hash', 'object.agreed_manifest')
    .selectAll('object')
    .select('manifest.body')
    // Most objects were never fought over, and one question less is much where each goes to another thread or host.
    .select((is) => [
      is.exists(is.selectFrom('fight').select('id').whereRef('fight.object', '=', 'object.key')).as('fought'),
      is.exists(is.selectFrom('undone').select('times').whereRef('undone.object', '=', 'object.key')).as('was_undone'),
    ])
    .where(isOneOf(refs))
    .execute()
  const kept = {
    findings: byObject(await findingsOf(db, keysOf(objects))),
    fights: byObject(await fightsOf(db, keysOf(objects.filter(({ fought }) => fought)))),
    undone: byObject(await undoneOf(db, keysOf(objects.filter(({ was_undone }) => was_undone)))),
  }
  const records = new Map<string, ObjectRecord>()
  for (const { body, fought: _, was_undone: __, ...row } of objects) {
    const ref = refFromColumns(row)
    records.set(printRef(ref), {
      ref,
      object: objectFromRow(row),
      agreed: agreedFromRow(row, body),
      findings: (kept.findings.get(row.key) ?? []).map(findingFromRow),
      fights: (kept.fights.get(row.key) ?? []).map((fight) => fightFromRow(fight, ref)),
      undone: (kept.undone.get(row.key) ?? []).map(undoneFromRow),
    })
  }
  return refs.map((ref) => records.get(printRef(ref)) ?? emptyRecord(ref))
}

function byObject<R extends { readonly object: number }>(rows: readonly R[]): ReadonlyMap<number, readonly R[]> {
  const groups = new Map<number, R[]>()
  for (const row of rows) {
    const group = groups.get(row.object)
    if (group === undefined) groups.set(row.object, [row])
    else group.push(row)
  }
  return groups
}

function keysOf(objects: readonly { readonly key: number }[]): readonly number[] {
  return objects.map(({ key }) => key)
}

async function findingsOf(db: Statements, objects: readonly number[]) {
  if (objects.length === 0) return []
  return findingsWithPeriod(db).where('finding.object', 'in', objects).orderBy('finding.id').execute()
}

async function fightsOf(db: Statements, objects: readonly number[]) {
  if (objects.length === 0) return []
  return db.selectFrom('fight').selectAll().where('object', 'in', objects).orderBy('id').execute()
}

async function undoneOf(db: Statements, objects: readonly number[]) {
  if (objects.length === 0) return []
  return db
    .selectFrom('undone')
    .selectAll()
    .where('object', 'in', objects)
    .orderBy('finding_id')
    .orderBy('mark_hash')
    .execute()
}

function emptyRecord(ref: ObjectRef): ObjectRecord {
  return { ref, object: null, agreed: null, findings: [], fights: [], undone: [] }
}
