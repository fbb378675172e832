import type { ChainedActivity } from '../../../model/activity.ts'
import { type Instant, printInstant, SECOND } from '../../../model/instant.ts'
import type { OpenPeriod } from '../../../model/finding.ts'
import { visible } from '../../../model/visible-text.ts'
import { durationText } from './age-text.ts'
import { count } from './count-text.ts'
import { ageSentence, decisionRows, handlingSentence } from './ledger/finding-block.ts'
import { nextText } from './ledger/finding-row.ts'
import type { FindingHistory } from './ledger/history-view.ts'
import { fixSentence } from './ledger/overwritten-view.ts'
import { evidenceSentence } from './wide.ts'
import { writerText } from './writer-text.ts'

type Row = readonly [name: string, text: string]

/** Since when, by whom, what was before, what people and rules made of it: what one look at a field cannot tell. */
export function historyRows({ finding, periods, activity, overwritten, now }: FindingHistory): readonly Row[] {
  const { drift, handling, owner, state, explainedBy } = finding
  const isThere = state !== 'resolved' || explainedBy !== null
  return [
    ...(isThere
      ? ([
          ['age', ageSentence(finding, now)],
          ['by', `${writerText(drift)}, by ${evidenceSentence(drift)}`],
        ] as const)
      : []),
    ...activity.filter(({ kind }) => kind === 'finding-attributed').map((entry): Row => ['author told', told(entry)]),
    ...earlier(periods, isThere).map((period): Row => ['before', periodText(period, now)]),
    ...overwritten.map((fix): Row => ['undone', `${printInstant(fix.undoneAt)}: ${fixSentence(fix)}`]),
    ...activity.filter(({ kind }) => HANDLED.has(kind)).map((entry): Row => ['decided by', told(entry)]),
    ...(isThere
      ? ([
          ['handling', handlingSentence(handling)],
          ['looked after by', owner === null ? 'nobody' : visible(owner)],
          ['next', nextText(finding, now) || 'nothing by itself'],
          ...decisionRows(finding),
        ] as const)
      : []),
    ['id', visible(finding.id)],
  ]
}

/** What people did about it, and the end of what they did. */
const HANDLED: ReadonlySet<string> = new Set(['acknowledged', 'accepted', 'reopened', 'assigned', 'acceptance-ended'])

/** The last one is the present one, unless that is over. */
function earlier(periods: readonly OpenPeriod[], isThere: boolean): readonly OpenPeriod[] {
  return isThere ? periods.slice(0, -1) : periods
}

function periodText({ from, to, resolution, flips }: OpenPeriod, now: Instant): string {
  const lasted = durationText(Math.max(0, Math.floor(((to ?? now) - from) / SECOND)))
  const end = to === null ? '' : ` to ${printInstant(to)}`
  const short = flips === 0 ? '' : `, ${count(flips, 'short agreement')} in between`
  return `from ${printInstant(from)}${end}, ${lasted}${resolution === null ? '' : ` (${resolution})`}${short}`
}

/** `2026-03-01T11:00:00Z accepted by person-7: until=…`. Details hold no values, only marks that are left out. */
function told({ at, kind, actor, detail }: ChainedActivity): string {
  const parts = SAID.flatMap((name) => {
    const value = detail[name]
    return typeof value === 'string' && value !== '' ? [visible(value)] : []
  })
  return `${printInstant(at)} ${visible(kind)} by ${visible(actor.id)}${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`
}

const SAID = ['confidence', 'evidence', 'reason', 'because', 'assignee'] as const
