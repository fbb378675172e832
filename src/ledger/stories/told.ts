import { ageOf, type Finding } from '../../model/finding.ts'
import { DAY, HOUR, MINUTE, SECOND, type Instant } from '../../model/instant.ts'
import { textOf } from '../../model/json.ts'
import { compareText } from '../../model/object-ref.ts'
import type { Fight, OverwrittenFix } from '../../model/overwritten-fix.ts'
import { isLasting } from '../look.ts'
import type { RecordInMemory } from './record-in-memory.ts'

/**
 * One line for the object, where it is not in sync, and one for each finding that lasts or has ended, by path:
 * `.spec.replicas open 3→5 for 20m`, `.spec.replicas resolved reverted after 20m`.
 */
export function shown({ record, fixes }: RecordInMemory, now: Instant): readonly string[] {
  const { object } = record
  const verdict =
    object === null ? [] : object.verdict === 'in-sync' ? [] : [shownVerdict(object.verdict, object.reason)]
  const findings = record.findings.toSorted((a, b) => compareText(a.drift.path, b.drift.path))
  return [
    ...verdict,
    ...findings.map((finding) => shownFinding(finding, now)),
    ...fixes.map(shownFix),
    ...record.fights.map(shownFight),
  ]
}

function shownVerdict(verdict: string, reason: string | null): string {
  return reason === null ? verdict : `${verdict} (${reason})`
}

function shownFinding(finding: Finding, now: Instant): string {
  const { drift, state, standing, period, handling, regressions, agreedSince, frozen, explainedBy, baseline } = finding
  const path = drift.path === '' ? `the object ${drift.kind}` : drift.path
  const values = drift.path === '' ? [] : [`${textOf(drift.desired) || '–'}→${textOf(drift.live) || '–'}`]
  const lasted = period.to === null ? 0 : period.to - period.from
  const said = isLasting(finding)
    ? [
        explainedBy === null ? state : `explained by ${explainedBy}`,
        ...(standing === 'pending' ? ['pending'] : []),
        ...(standing === 'drift-and-pending' ? ['and pending'] : []),
        ...values,
        `for ${printDuration(ageOf(finding, now))}`,
      ]
    : [state, period.resolution ?? '', `after ${printDuration(lasted)}`]
  return [
    path,
    ...said,
    ...(period.flips > 0 ? [`flips ${period.flips}`] : []),
    ...(regressions > 0 ? [`regressions ${regressions}`] : []),
    ...(agreedSince === null ? [] : [`agreed ${finding.agreedThrough}`]),
    ...(frozen === null ? [] : [`frozen ${frozen.reason}`]),
    ...(handling.kind === 'none' ? [] : [handling.kind]),
    ...(baseline && isLasting(finding) ? ['baseline'] : []),
  ].join(' ')
}

function shownFix({ path, value, restored, attribution, undoneBy, livedMs, times }: OverwrittenFix): string {
  const who = (by: OverwrittenFix['undoneBy']): string => by.manager ?? `unknown(${by.reason})`
  const what = path === '' ? 'the object' : `${path} ${textOf(value) || '–'} back to ${textOf(restored) || '–'}`
  return `fix: ${what} by ${who(attribution)}, undone by ${who(undoneBy)} after ${printDuration(livedMs)}, times ${times}`
}

function shownFight({ path, pace, managers, times, endedAt }: Fight): string {
  return `fight: ${path} ${pace} ${managers.join(' and ')}, times ${times}${endedAt === null ? '' : ', ended'}`
}

const UNITS = { d: DAY, h: HOUR, m: MINUTE, s: SECOND, ms: 1 } as const

export function durationOf(text: string): number {
  return text.split(' ').reduce((sum, part) => {
    const [, number, unit] = /^(\d+)(d|h|ms|m|s)$/.exec(part) ?? []
    if (number === undefined || unit === undefined) throw new TypeError(`no duration: ${text}`)
    return sum + Number(number) * UNITS[unit as keyof typeof UNITS]
  }, 0)
}

/** `2d 3h`, exact. */
export function printDuration(ms: number): string {
  let rest = ms
  const parts = Object.entries(UNITS).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? [] : [`${count}${unit}`]
  })
  return parts.length === 0 ? '0s' : parts.join(' ')
}
