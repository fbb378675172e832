import { type Instant, printInstant, SECOND } from '../../../../model/instant.ts'
import { printRef } from '../../../../model/object-ref.ts'
import type { Fight, OverwrittenFix } from '../../../../model/overwritten-fix.ts'
import type { Attribution } from '../../../../model/scan-report.ts'
import { visible } from '../../../../model/visible-text.ts'
import { durationText } from '../age-text.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { count } from '../count-text.ts'
import { pathText } from '../object-text.ts'
import { valueText } from '../value-text.ts'
import { writerText } from '../writer-text.ts'

const VALUE = 30

export function overwrittenView(fixes: readonly OverwrittenFix[], colours: Colours): string {
  if (fixes.length === 0) return 'No live change is known to have been undone.\n'
  const head = ['UNDONE', 'OBJECT', 'FIELD', 'SET TO -> PUT BACK', 'LIVED', 'BY', 'UNDONE BY', 'TIMES'].map(
    colours.faint,
  )
  return `${columns([head, ...fixes.map(fixRow)])}\n`
}

function fixRow(fix: OverwrittenFix): readonly string[] {
  return [
    printInstant(fix.undoneAt),
    visible(printRef(fix.ref)),
    pathText(fix.path),
    valuesText(fix),
    livedText(fix),
    whoText(fix.attribution),
    whoText(fix.undoneBy),
    String(fix.times),
  ]
}

/** `7 by alice (certain) lived 1.2s, put back to 3 by argocd-controller (likely)` */
export function fixSentence(fix: OverwrittenFix): string {
  const { value, restored, sensitive, attribution, undoneBy, times } = fix
  const set = `${valueText(value, sensitive, VALUE)} by ${whoText(attribution)} lived ${livedText(fix)}`
  const back = `put back to ${valueText(restored, sensitive, VALUE)} by ${whoText(undoneBy)}`
  return `${set}, ${back}${times > 1 ? `, ${times} times so far` : ''}`
}

function valuesText({ value, restored, sensitive }: OverwrittenFix): string {
  return `${valueText(value, sensitive, VALUE)} -> ${valueText(restored, sensitive, VALUE)}`
}

/** Short lives are the ones that nobody sees, so they are told exactly. */
function livedText({ livedMs }: OverwrittenFix): string {
  return livedMs < 60 * SECOND
    ? `${(Math.max(0, livedMs) / SECOND).toFixed(1)}s`
    : durationText(Math.floor(livedMs / SECOND))
}

function whoText(attribution: Attribution): string {
  return writerText({ attribution, actorClass: 'unknown' })
}

export function fightsView(fights: readonly Fight[], now: Instant, colours: Colours): string {
  if (fights.length === 0) return 'No writers are known to undo each other.\n'
  const head = ['OBJECT', 'FIELD', 'BETWEEN', 'PACE', 'TIMES', 'SINCE', 'LAST'].map(colours.faint)
  return `${columns([head, ...fights.map((one) => fightRow(one, now))])}\n`
}

function fightRow(
  { ref, path, managers, pace, heat, times, since, last, endedAt }: Fight,
  now: Instant,
): readonly string[] {
  return [
    visible(printRef(ref)),
    pathText(path),
    managers.map(visible).join(' and '),
    pace === 'fast' ? `fast, ${heat.toFixed(1)} a minute` : 'slow',
    count(times, 'time'),
    printInstant(since),
    endedAt === null
      ? `${durationText(Math.max(0, Math.floor((now - last) / SECOND)))} ago`
      : `ended ${printInstant(endedAt)}`,
  ]
}
