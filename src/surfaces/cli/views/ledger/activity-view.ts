import type { ChainedActivity } from '../../../../model/activity.ts'
import { printInstant } from '../../../../model/instant.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { jsonLine } from '../json-text.ts'
import { shorten } from '../value-text.ts'

const DETAIL = 120

export function activityView(entries: readonly ChainedActivity[], colours: Colours): string {
  if (entries.length === 0) return 'Nothing is recorded that matches.\n'
  const head = ['#', 'TIME', 'WHAT', 'ABOUT', 'BY', 'DETAIL'].map(colours.faint)
  return `${columns([head, ...entries.map((entry) => [String(entry.sequence), ...activityRow(entry)])])}\n`
}

export function activityRow({ at, kind, subject, actor, surface, detail }: ChainedActivity): readonly string[] {
  const about = `${subject.type} ${visible(subject.id)}`
  const by = `${visible(actor.id)} (${actor.kind}, ${surface})`
  const more = Object.keys(detail).length === 0 ? '' : shorten(visible(jsonLine(detail)), DETAIL)
  return [printInstant(at), visible(kind), about, by, more]
}
