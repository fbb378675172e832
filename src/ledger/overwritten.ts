import { createHash } from 'node:crypto'
import { parsePath } from '../model/field-path-parse.ts'
import type { Finding, Resolution } from '../model/finding.ts'
import type { Json } from '../model/json.ts'
import type { OverwrittenFix } from '../model/overwritten-fix.ts'
import { valueAt } from '../model/value-at.ts'
import type { Look } from './look.ts'
import type { LedgerChange, ObjectRecord } from './ports.ts'
import { entryAbout, NOTHING, refOf, type Step } from './step.ts'
import { isOwnAuthor, type Undoer } from './undoer.ts'

/**
 * Keeps a live change that was undone, whether or not its grace was over: Git's value was written over it by the
 * deployer, an engine, or nobody who can be named. Not where a person put it back, its own author least of all, nor where
 * Git took the value.
 */
export function overwrittenStep(finding: Finding, resolution: Resolution, undoer: Undoer, look: Look): Step {
  if (!wasOverwritten(finding, resolution, undoer, look)) return NOTHING
  const fix = fixOf(finding, undoer, look)
  const { id, times, livedMs } = fix
  const detail = { fix: id, times, livedMs, undoneBy: undoer.attribution.manager ?? undoer.attribution.reason }
  return {
    findings: [],
    fixes: [fix],
    undone: [{ findingId: finding.id, valueMark: finding.valueMark, times, last: fix.undoneAt }],
    activity: [entryAbout(finding, 'fix-overwritten', detail, look)],
  }
}

function wasOverwritten(finding: Finding, resolution: Resolution, undoer: Undoer, look: Look): boolean {
  const { standing, drift, agreedSince } = finding
  if (agreedSince !== null || (standing !== 'drift' && standing !== 'drift-and-pending')) return false
  // Nothing that lived in the cluster ends with these.
  if (drift.kind === 'contested' || drift.kind === 'ineffective') return false
  if (drift.actorClass === 'deployer' || undoer.actorClass === 'person' || isOwnAuthor(finding, undoer)) return false
  // With the old object every change to it went. Only where the engine made the new one is that its doing.
  if (resolution === 'object-gone') return look.isAnotherObject && undoer.actorClass === 'deployer'
  // A rollout of something else undoes it just as well, where Git still holds the field's object.
  return resolution === 'reverted' || (resolution === 'git-changed' && look.desired !== undefined && look.liveMoved)
}

function fixOf(finding: Finding, undoer: Undoer, look: Look): OverwrittenFix {
  const { drift, valueMark, valueSince, writtenBy } = finding
  const { path, sensitive, live, attribution } = drift
  const before = look.record.undone.find((one) => one.findingId === finding.id && one.valueMark === valueMark)
  const made = writtenBy === null ? [valueSince] : [writtenBy.version.uid, writtenBy.version.resourceVersion]
  const canonical = JSON.stringify(['driftage/fix/v1', finding.id, valueMark, ...made])
  const restored = sensitive || path === '' ? undefined : restoredValue(finding, look)
  const madeAt = Math.min(valueSince, look.at)
  return {
    id: createHash('sha256').update(canonical, 'utf8').digest('hex').slice(0, 32),
    findingId: finding.id,
    ref: refOf(finding),
    path,
    sensitive,
    ...(sensitive || live === undefined ? {} : { value: live }),
    ...(restored === undefined ? {} : { restored }),
    attribution,
    madeAt,
    undoneAt: look.at,
    livedMs: look.at - madeAt,
    undoneBy: undoer.attribution,
    times: (before?.times ?? 0) + 1,
  }
}

/** A person put Git's value back, which the version alone did not tell: nothing was overwritten behind anybody's back. */
export function wasTakenBack({
  attribution: { confidence },
  actorClass,
}: Pick<Undoer, 'attribution' | 'actorClass'>): boolean {
  return actorClass === 'person' && (confidence === 'certain' || confidence === 'likely')
}

/** A change that is not written yet, without a fix that turned out to be none. */
export function withoutFix(change: LedgerChange, { id, findingId, undoneAt }: OverwrittenFix): LedgerChange {
  const { undone, ...rest } = change
  const counts = undone?.filter((one) => one.findingId !== findingId || one.last !== undoneAt)
  return {
    ...rest,
    ...(counts === undefined ? {} : { undone: counts }),
    fixes: change.fixes.filter((fix) => fix.id !== id),
    activity: change.activity.filter(({ kind, detail }) => kind !== 'fix-overwritten' || detail['fix'] !== id),
  }
}

/** Takes back a fix that is recorded: nobody could be named when it was. */
export function withdrawal(
  { id, findingId, undoneAt }: OverwrittenFix,
  { undone }: Pick<ObjectRecord, 'undone'>,
): Required<Pick<LedgerChange, 'withdrawn' | 'undone'>> {
  const count = undone.find((one) => one.findingId === findingId && one.last === undoneAt)
  return { withdrawn: [id], undone: count === undefined ? [] : [{ ...count, times: count.times - 1 }] }
}

function restoredValue({ drift }: Finding, { desired }: Look): Json | undefined {
  const path = parsePath(drift.path)
  return desired === undefined || path === undefined ? drift.desired : valueAt(desired, path)
}
