import type { ChainedActivity } from '../../../../model/activity.ts'
import type { Decision } from '../../../../model/decision.ts'
import type { OpenPeriod } from '../../../../model/finding.ts'
import { type Instant, printInstant, SECOND } from '../../../../model/instant.ts'
import type { OverwrittenFix } from '../../../../model/overwritten-fix.ts'
import { visible } from '../../../../model/visible-text.ts'
import { presentActivity } from '../../../api/contract/activity.ts'
import { presentFinding } from '../../../api/contract/finding.ts'
import { presentPastDecision, presentPeriod } from '../../../api/contract/finding-state.ts'
import { presentOverwritten } from '../../../api/contract/overwritten.ts'
import type { ShownFinding } from '../../../shown-ledger.ts'
import { durationText } from '../age-text.ts'
import type { Colours } from '../colours.ts'
import { columns } from '../columns.ts'
import { count } from '../count-text.ts'
import { pathText, referenceText } from '../object-text.ts'
import { indent } from '../table.ts'
import { activityRow } from './activity-view.ts'
import { fixSentence } from './overwritten-view.ts'

export interface FindingHistory {
  readonly finding: ShownFinding
  readonly periods: readonly OpenPeriod[]
  readonly decisions: readonly { readonly at: Instant; readonly decision: Decision }[]
  readonly activity: readonly ChainedActivity[]
  readonly overwritten: readonly OverwrittenFix[]
  readonly now: Instant
}

export function historyData({ finding, periods, decisions, activity, overwritten, now }: FindingHistory): object {
  return {
    finding: presentFinding(finding, now),
    periods: periods.map(presentPeriod),
    decisions: decisions.map(presentPastDecision),
    activity: activity.map(presentActivity),
    overwritten: overwritten.map(presentOverwritten),
  }
}

export function historyView(history: FindingHistory, colours: Colours): string {
  const { finding, periods, decisions, activity, overwritten, now } = history
  const blocks = [
    colours.strong(`${referenceText(finding.drift.object)}  ${pathText(finding.drift.path)}`),
    titled(
      'Differed',
      periods.map((one) => periodRow(one, now)),
    ),
    titled(
      'Decided',
      decisions.map(({ at, decision }) => [printInstant(at), visible(decision.text), decision.reason]),
    ),
    titled(
      'Undone',
      overwritten.map((fix) => [printInstant(fix.undoneAt), fixSentence(fix)]),
    ),
    titled('Happened', activity.map(activityRow)),
  ]
  const told = blocks.filter((block) => block !== '')
  return `${[...told, ...(told.length === 1 ? ['Nothing more is recorded of it.'] : [])].join('\n\n')}\n`
}

function periodRow({ from, to, resolution, flips }: OpenPeriod, now: Instant): readonly string[] {
  const lasted = durationText(Math.max(0, Math.floor(((to ?? now) - from) / SECOND)))
  const end = to === null ? 'lasts' : `to ${printInstant(to)}`
  const short = flips === 0 ? '' : count(flips, 'short agreement')
  return [`from ${printInstant(from)}`, end, `${to === null ? 'for' : 'lasted'} ${lasted}`, resolution ?? '', short]
}

function titled(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : `${title}:\n${indent(columns(rows))}`
}
