import type { OpenStore } from '../../../src/adapters/sql/open-store.ts'
import type { ChainedActivity } from '../../../src/model/activity.ts'
import { canonicalJson, type Json, textOf } from '../../../src/model/json.ts'

/** Entries that cannot come twice with the same detail, where nobody sets a value twice. */
const ONCE = new Set(['finding-seen', 'finding-regressed', 'finding-flipped', 'fix-overwritten'])

/**
 * What the activity tells twice, and what it tells from a state that was not the one before: the value that a change starts
 * from must be the one that the entry before left, whichever service wrote either.
 */
export async function toldFaults(store: Pick<OpenStore, 'reads'>): Promise<readonly string[]> {
  const seen = new Set<string>()
  const values = new Map<string, Json>()
  const faults: string[] = []
  for (const entry of await allActivity(store)) {
    const { kind, subject, detail, sequence } = entry
    const change = detail['value']
    const isChange = kind === 'finding-changed' && Array.isArray(change)
    if (ONCE.has(kind) || isChange) {
      const key = `${kind} ${subject.id} ${canonicalJson(detail)}`
      if (seen.has(key)) faults.push(`told twice: ${sequence} ${key}`)
      seen.add(key)
    }
    if (kind === 'finding-seen' || kind === 'finding-regressed') values.set(subject.id, change ?? null)
    if (!isChange) continue
    const [from = null, to = null] = change
    const known = values.get(subject.id)
    if (known !== from) faults.push(`changed from another value: ${sequence} ${textOf(detail['object'])}`)
    values.set(subject.id, to)
  }
  return faults
}

async function allActivity({ reads }: Pick<OpenStore, 'reads'>): Promise<readonly ChainedActivity[]> {
  const all: ChainedActivity[] = []
  for (;;) {
    const { items } = await reads.activity({ after: all.at(-1)?.sequence ?? 0, limit: 1_000 })
    if (items.length === 0) return all
    all.push(...items)
  }
}
