import type { Instant } from '../../../../model/instant.ts'
import { presentFinding } from '../../../api/contract/finding.ts'
import type { OpenedLedger, ShownFinding } from '../../../shown-ledger.ts'
import type { HandlingArguments } from '../../arguments/ledger/handling.ts'
import type { Until } from '../../arguments/ledger/ledger-values.ts'
import { handledText } from '../../views/ledger/handled-text.ts'
import { renderAnswer } from '../../views/render-answer.ts'
import type { CommandDesk } from '../command-desk.ts'
import { findFinding } from './find.ts'

/** All findings are looked up before any is changed, so that a wrong id changes nothing. */
export async function handle(asked: HandlingArguments, ledger: OpenedLedger, desk: CommandDesk): Promise<void> {
  const found = await Promise.all(asked.ids.map((id) => findFinding(ledger, id)))
  const handled: ShownFinding[] = []
  for (const { id } of found) handled.push(await carryOut(asked, id, ledger))
  const data = { items: handled.map((one) => presentFinding(one, ledger.now())) }
  await desk.answer(
    await renderAnswer(data, asked.output, () => handled.map((one) => handledText(asked.verb, one)).join('')),
  )
}

function carryOut(asked: HandlingArguments, id: string, { commands, now }: OpenedLedger): Promise<ShownFinding> {
  switch (asked.verb) {
    case 'ack':
      return commands.acknowledge(id)
    case 'reopen':
      return commands.reopen(id)
    case 'accept':
      return commands.accept(id, { until: timeOf(asked.until, now()), reason: asked.reason })
    case 'assign':
      return commands.assign(id, asked.assignee)
  }
}

function timeOf(until: Until, now: Instant): Instant {
  return 'at' in until ? until.at : now + until.inMs
}
