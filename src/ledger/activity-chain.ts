import { createHash } from 'node:crypto'
import { canonicalJson } from '../model/json.ts'
import type { ActivityEntry, ChainedActivity } from '../model/activity.ts'

/** Where a chain stands: its newest entry. An empty chain stands at 0 with {@link CHAIN_START}. */
export interface ChainPosition {
  readonly sequence: number
  readonly hash: string
}

/** What the first entry names as the one before it: 64 zeros. */
export const CHAIN_START = '0'.repeat(64)

/**
 * The canonical text of an entry, which its hash is taken of: the line `driftage/activity/v1`, then one line of canonical
 * JSON (keys sorted, integers in full, no white space) with `previous`, `sequence` and the entry's own six members, and
 * nothing else. Neither how the store keeps an entry nor the order of its keys has a part in it. Persons are in it by
 * pseudonym only, so that erasing who stands behind one leaves the chain whole.
 */
export function canonicalActivity(previousHash: string, sequence: number, entry: ActivityEntry): string {
  const { at, actor, surface, kind, subject, detail } = entry
  const covered = canonicalJson({
    previous: previousHash,
    sequence,
    at,
    actor: { kind: actor.kind, id: actor.id },
    surface,
    kind,
    subject: { type: subject.type, id: subject.id },
    detail,
  })
  return `driftage/activity/v1\n${covered}`
}

/** Links an entry behind another. `sequence` is that of the new entry: 1 for the first, with {@link CHAIN_START} before it. */
export function chainActivity(previousHash: string, sequence: number, entry: ActivityEntry): ChainedActivity {
  return { ...entry, sequence, previous: previousHash, hash: activityHash(previousHash, sequence, entry) }
}

/** SHA-256 of the canonical text, 64 hex digits. */
export function activityHash(previousHash: string, sequence: number, entry: ActivityEntry): string {
  return createHash('sha256')
    .update(canonicalActivity(previousHash, sequence, entry), 'utf8')
    .digest('hex')
}
