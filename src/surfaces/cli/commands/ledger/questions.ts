import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../../errors/exit-code.ts'
import { presentActivity } from '../../../api/contract/activity.ts'
import { presentFinding } from '../../../api/contract/finding.ts'
import { presentFight, presentOverwritten } from '../../../api/contract/overwritten.ts'
import type { OpenedLedger } from '../../../shown-ledger.ts'
import type { QuestionArguments } from '../../arguments/ledger/questions.ts'
import { activityView } from '../../views/ledger/activity-view.ts'
import { findingBlock } from '../../views/ledger/finding-block.ts'
import { isFresh } from '../../views/ledger/freshness-text.ts'
import { historyData, historyView } from '../../views/ledger/history-view.ts'
import { fightsView, overwrittenView } from '../../views/ledger/overwritten-view.ts'
import { statusData, statusView } from '../../views/ledger/status-view.ts'
import { renderAnswer } from '../../views/render-answer.ts'
import type { CommandDesk } from '../command-desk.ts'
import { findFinding } from './find.ts'
import { collect } from './collect.ts'
import { readHistory } from './read-history.ts'

/** What is answered: as data, and as a table; and whether all of it is known. */
interface Answer {
  readonly data: object
  readonly table: () => string
  readonly known?: boolean
}

export async function answerQuestion(
  asked: QuestionArguments,
  ledger: OpenedLedger,
  desk: CommandDesk,
): Promise<number> {
  const { data, table, known = true } = await answerTo(asked, ledger, desk)
  await desk.answer(await renderAnswer(data, asked.output, table))
  return known ? EXIT_OK : EXIT_NOT_CHECKED
}

async function answerTo(asked: QuestionArguments, ledger: OpenedLedger, { colours }: CommandDesk): Promise<Answer> {
  const { reads } = ledger
  switch (asked.verb) {
    case 'status': {
      const [clusters, sources, counts] = await Promise.all([reads.clusters(), reads.sources(), reads.counts()])
      const status = { clusters, sources, counts, now: ledger.now() }
      const sourcesWork = sources.every(({ failing, held }) => failing === null && held === null)
      const known = isFresh(clusters, status.now) && sourcesWork
      return { data: statusData(status), table: () => statusView(status, colours), known }
    }
    case 'show': {
      const known = await findFinding(ledger, asked.id)
      const now = ledger.now()
      return {
        data: presentFinding(known, now),
        table: () => `${findingBlock(known, now, colours)}\n`,
        known: known.frozen === null,
      }
    }
    case 'history': {
      const whole = await readHistory(await findFinding(ledger, asked.id), ledger)
      return { data: historyData(whole), table: () => historyView(whole, colours) }
    }
    case 'overwritten': {
      const fixes = await collect(asked.limit, (page) => reads.overwritten({ ...placed(asked), ...page }))
      return { data: { items: fixes.map(presentOverwritten) }, table: () => overwrittenView(fixes, colours) }
    }
    case 'fights': {
      const which = asked.ended ? placed(asked) : { ...placed(asked), active: true }
      const fights = await collect(asked.limit, (page) => reads.fights({ ...which, ...page }))
      return { data: { items: fights.map(presentFight) }, table: () => fightsView(fights, ledger.now(), colours) }
    }
    case 'activity': {
      const { subject, kinds, limit } = asked
      const which = { ...(subject === undefined ? {} : { subject }), ...(kinds === undefined ? {} : { kinds }) }
      const entries = await collect(limit, (page) => reads.activity({ ...which, ...page }))
      return { data: { items: entries.map(presentActivity) }, table: () => activityView(entries, colours) }
    }
  }
}

function placed({ cluster }: { readonly cluster?: string }): { readonly cluster?: string } {
  return cluster === undefined ? {} : { cluster }
}
