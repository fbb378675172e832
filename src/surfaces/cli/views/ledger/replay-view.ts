import { compareText } from '../../../../model/object-ref.ts'
import type { RuleHits } from '../../../../ledger/ports.ts'
import { type Instant, printInstant } from '../../../../model/instant.ts'
import type { OverwrittenFix } from '../../../../model/overwritten-fix.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { ReplayedLedger } from '../../ports.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { count } from '../count-text.ts'
import { findingBlock } from './finding-block.ts'
import { findingRow, ROW_HEAD } from './finding-row.ts'
import type { Listed } from './list-view.ts'
import { overwrittenView } from './overwritten-view.ts'
import { rulesView } from './rules-view.ts'
import { type Status, statusView } from './status-view.ts'

export interface Replayed extends Listed, Status {
  readonly now: Instant
  readonly fixes: readonly OverwrittenFix[]
  readonly rules: readonly RuleHits[]
  readonly replayed: Pick<ReplayedLedger, 'from' | 'until' | 'continuedFrom' | 'damagedAt' | 'isWhole' | 'isStretched'>
}

/** What the service saw, at the moment at which the archive ends. */
export function replayView(known: Replayed, output: 'table' | 'wide', colours: Colours): Promise<string> {
  const blocks = [
    spanText(known),
    statusView(known, colours).trimEnd(),
    colours.strong('Drift, and what should happen about it'),
    findingsText(known, output, colours),
    colours.strong('Fixes that were undone'),
    overwrittenView(known.fixes, colours).trimEnd(),
    ...actorText(known, colours),
    ...explainedText(known, colours),
  ]
  return Promise.resolve(`${blocks.join('\n\n')}\n`)
}

function spanText({ replayed }: Replayed): string {
  const { from, until, continuedFrom, damagedAt, isWhole, isStretched } = replayed
  const start = continuedFrom === undefined ? `Replayed from ${day(from)}` : `Continued from ${day(continuedFrom)}`
  const notes = [
    `${start} to ${day(until)}.`,
    ...(isStretched
      ? ['Recorded from a real API server within minutes; the time between the deeds is stretched.']
      : []),
    ...(damagedAt === undefined
      ? []
      : [`The archive is damaged from line ${damagedAt} on (DRF5404): what came after it is not known.`]),
    ...(isWhole ? [] : ['Stopped before the end; the next start goes on from there.']),
  ]
  return notes.join('\n')
}

function findingsText({ findings, more, now }: Replayed, output: 'table' | 'wide', colours: Colours): string {
  if (findings.length === 0) return 'None where it was checked.'
  if (output === 'wide') return findings.map((one) => findingBlock(one, now, colours)).join('\n\n')
  const table = columns([ROW_HEAD.map(colours.faint), ...findings.map((one) => findingRow(one, now, colours))])
  return more ? `${table}\nand more; driftage list --data shows them.` : table
}

/** By author as the audit log names them; who is not named wrote nothing that is known. */
function actorText({ findings, fixes }: Replayed, colours: Colours): readonly string[] {
  const deeds = new Map<string, { drift: number; undone: number; undid: number }>()
  const of = (who: string): { drift: number; undone: number; undid: number } => {
    const known = deeds.get(who) ?? { drift: 0, undone: 0, undid: 0 }
    deeds.set(who, known)
    return known
  }
  for (const { drift, standing } of findings) {
    if (standing !== 'pending') for (const who of namesOf(drift.attribution)) of(who).drift++
  }
  for (const fix of fixes) {
    for (const who of namesOf(fix.attribution)) of(who).undone += fix.times
    for (const who of namesOf(fix.undoneBy)) of(who).undid += fix.times
  }
  if (deeds.size === 0) return []
  const rows = [...deeds]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([who, { drift, undone, undid }]) => [
      visible(who),
      drift === 0 ? '' : `${count(drift, 'field')} of drift`,
      undone === 0 ? '' : `${undone} of own undone`,
      undid === 0 ? '' : `undid ${count(undid, 'live change')}`,
    ])
  return [colours.strong('Who did what'), columns(rows)]
}

function explainedText({ rules }: Replayed, colours: Colours): readonly string[] {
  return rules.length === 0 ? [] : [colours.strong('Explained by rules'), rulesView(rules, colours).trimEnd()]
}

function namesOf({ users, manager }: OverwrittenFix['attribution']): readonly string[] {
  return users.length > 0 ? users : manager === undefined || manager === '' ? [] : [manager]
}

function day(at: Instant): string {
  return `${printInstant(at).slice(0, 16).replace('T', ' ')}Z`
}
