import { createHash } from 'node:crypto'
import type { Finding } from '../model/finding.ts'
import { DAY, MINUTE, type Instant } from '../model/instant.ts'
import { printRef } from '../model/object-ref.ts'
import type { Fight } from '../model/overwritten-fix.ts'
import type { Look } from './look.ts'
import type { LedgerChange } from './ports.ts'
import type { LedgerSettings } from './settings.ts'
import { allOf, NOTHING, refOf, type Step } from './step.ts'
import { isOwnAuthor, type Undoer } from './undoer.ts'

const FAST_HEAT = 5
const SLOW_TIMES = 3
const KEPT = 32

/**
 * How hot a field is: what was undone, in times a minute. Heat h follows dh/dt = -h + k(t), with t in minutes and k the
 * rate of undoing: each one adds 1, and between them heat decays by exp(-minutes). A steady rate k therefore settles at
 * about h = k, so that the threshold 5 means five a minute that go on. Solved over the times t1 … tn kept, it is
 * h(tn) = Σ exp(-(tn - ti)): nothing but the times has to be remembered. Of 32 the oldest adds less than a hundredth.
 */
export function heatOf(reverts: readonly Instant[]): number {
  const last = reverts.at(-1)
  if (last === undefined) return 0
  // A clock that was set back would make heat explode.
  return reverts.reduce((heat, at) => heat + Math.exp(-Math.max(0, last - at) / MINUTE), 0)
}

/** The times with one more; those of the last day, at most 32. */
export function withRevert(reverts: readonly Instant[], at: Instant): readonly Instant[] {
  return [...reverts.filter((time) => Math.abs(at - time) < DAY), at].slice(-KEPT)
}

/**
 * Whether undoing at this finding's path has become a fight: five times a minute, or three times within a day. A writer
 * that takes its own changes back fights nobody.
 *
 * @param finding with the present one among its `reverts`
 */
export function fightStep(finding: Finding, undoer: Undoer, look: Look): Step {
  if (isOwnAuthor(finding, undoer)) return NOTHING
  const going = look.record.fights.find((fight) => fight.endedAt === null && fight.path === finding.drift.path)
  const heat = heatOf(finding.reverts)
  const isFast = heat >= FAST_HEAT
  if (!isFast && finding.reverts.length < SLOW_TIMES && going === undefined) return NOTHING
  const since = going?.since ?? finding.reverts[0] ?? look.at
  const fight: Fight = {
    id: going?.id ?? fightId(finding.id, since),
    ref: refOf(finding),
    path: finding.drift.path,
    pace: isFast || going?.pace === 'fast' ? 'fast' : 'slow',
    managers: managersOf(finding, undoer, going),
    heat: isFast || going?.pace === 'fast' ? heat : 0,
    times: going === undefined ? finding.reverts.length : going.times + 1,
    since,
    last: Math.max(look.at, going?.last ?? look.at),
    endedAt: null,
  }
  const isNews = going === undefined || going.pace !== fight.pace
  return { findings: [], fights: [fight], activity: isNews ? [fightEntry('fight-started', fight, look)] : [] }
}

/** When a fight that goes on is over if nothing is undone any more. */
export function quietAt(fight: Fight, settings: LedgerSettings): Instant | null {
  return fight.endedAt === null ? fight.last + settings.fightQuietMs[fight.pace] : null
}

/** Ends a fight in which nothing was undone for long enough. Undefined = nothing is to be written. */
export function fightDue(fight: Fight, now: Instant, settings: LedgerSettings): LedgerChange | undefined {
  const step = quietStep(fight, { now, settings })
  return step.fights === undefined ? undefined : { ref: fight.ref, ...allOf([step]) }
}

export function quietStep(fight: Fight, timed: Pick<Look, 'now' | 'settings'>): Step {
  const at = quietAt(fight, timed.settings)
  if (at === null || at > timed.now) return NOTHING
  const ended: Fight = { ...fight, endedAt: at }
  return { findings: [], fights: [ended], activity: [fightEntry('fight-ended', ended, timed)] }
}

function managersOf({ drift }: Finding, { writer }: Undoer, going: Fight | undefined): readonly string[] {
  const names = [...(going?.managers ?? []), drift.attribution.manager, writer?.manager]
  return [...new Set(names.filter((name) => name !== undefined))].sort()
}

function fightId(findingId: string, since: Instant): string {
  const canonical = `driftage/fight/v1\n${findingId}\n${since}`
  return createHash('sha256').update(canonical, 'utf8').digest('hex').slice(0, 32)
}

function fightEntry(
  kind: string,
  fight: Fight,
  { now, settings }: Pick<Look, 'now' | 'settings'>,
): Step['activity'][number] {
  const { id, path, pace, managers, times, since } = fight
  return {
    at: now,
    ...settings.by,
    kind,
    subject: { type: 'object', id: printRef(fight.ref) },
    detail: { fight: id, path, pace, managers, times, since },
  }
}
