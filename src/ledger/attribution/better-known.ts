import type { ActivityEntry } from '../../model/activity.ts'
import type { Finding } from '../../model/finding.ts'
import type { Instant } from '../../model/instant.ts'
import { canonicalJson, type Json } from '../../model/json.ts'
import type { VersionId } from '../../model/object-version.ts'
import type { OverwrittenFix } from '../../model/overwritten-fix.ts'
import type { Attribution, ReportedDrift } from '../../model/scan-report.ts'
import { wasTakenBack, withdrawal } from '../overwritten.ts'
import type { LedgerChange, ObjectRecord } from '../ports.ts'

/** Who made a difference, and what kind of writer that is. */
export type KnownAuthor = Pick<ReportedDrift, 'attribution' | 'actorClass'>

/** The change that gave a finding its value. */
export interface AuthoredChange {
  readonly findingId: string
  readonly version: VersionId
  /** Of the value that it gave, where no version tells; null where it took the value away. */
  readonly valueMark: string | null | undefined
}

const NOTHING = { findings: [], causes: [], fixes: [], fights: [] } as const

/**
 * Writes down who made a change, in the finding and in the overwritten fixes that keep what it made: that may have been undone
 * by now. Undefined where nothing is known otherwise than it is written.
 *
 * @param fixes those whose value came with the change
 */
export function withAuthor(
  change: AuthoredChange,
  author: KnownAuthor,
  known: { readonly record: ObjectRecord; readonly fixes: readonly OverwrittenFix[]; readonly now: Instant },
): LedgerChange | undefined {
  const { record, now } = known
  const { attribution } = author
  const finding = findingWith(change, author, record)
  const fixes = known.fixes
    .filter((fix) => !isSame(fix.attribution, attribution))
    .map((fix) => ({ ...fix, attribution }))
  if (finding === undefined && fixes.length === 0) return undefined
  const entry = attributedEntry(change.findingId, attribution, now)
  return {
    ...NOTHING,
    ref: record.ref,
    findings: finding === undefined ? [] : [finding],
    fixes,
    activity: [...(finding === undefined ? [] : [entry]), ...fixes.map(({ id }) => aboutFix(entry, id, 'author'))],
  }
}

/**
 * Writes down who undid a fix, or withdraws it where people took back what they had made. Undefined where that is how it is
 * written.
 */
export function withUndoer(
  fix: OverwrittenFix,
  undoer: KnownAuthor,
  known: { readonly record: ObjectRecord; readonly now: Instant },
): LedgerChange | undefined {
  const { record, now } = known
  if (isSame(fix.undoneBy, undoer.attribution)) return undefined
  const { ref } = record
  const entry = aboutFix(attributedEntry(fix.findingId, undoer.attribution, now), fix.id, 'undoer')
  if (wasTakenBack(undoer))
    return { ...NOTHING, ref, ...withdrawal(fix, record), activity: [{ ...entry, kind: 'fix-withdrawn' }] }
  return { ...NOTHING, ref, fixes: [{ ...fix, undoneBy: undoer.attribution }], activity: [entry] }
}

function findingWith(change: AuthoredChange, author: KnownAuthor, { findings }: ObjectRecord): Finding | undefined {
  const finding = findings.find(({ id }) => id === change.findingId)
  if (finding === undefined || !isStillAbout(finding, change)) return undefined
  if (isSame(author.attribution, finding.drift.attribution)) return undefined
  return { ...finding, drift: { ...finding.drift, ...author } }
}

/** The finding may have got another value since, which somebody else wrote. Where no version tells, the value does. */
function isStillAbout(finding: Finding, { version, valueMark }: AuthoredChange): boolean {
  const { writtenBy, drift, standing, agreedSince } = finding
  if (drift.kind === 'missing') return true
  if (writtenBy === null) return standing !== 'pending' && agreedSince === null && finding.valueMark === valueMark
  return writtenBy.version.uid === version.uid && writtenBy.version.resourceVersion === version.resourceVersion
}

function attributedEntry(findingId: string, { confidence, evidence, reason }: Attribution, at: Instant): ActivityEntry {
  return {
    at,
    actor: { kind: 'system', id: 'audit' },
    surface: 'audit',
    kind: 'finding-attributed',
    subject: { type: 'finding', id: findingId },
    detail: { confidence, evidence, reason },
  }
}

function aboutFix(entry: ActivityEntry, fix: string, of: 'author' | 'undoer'): ActivityEntry {
  return { ...entry, kind: 'fix-attributed', detail: { ...entry.detail, fix, of } }
}

function isSame(one: Attribution, other: Attribution): boolean {
  return canonicalJson(one as unknown as Json) === canonicalJson(other as unknown as Json)
}
