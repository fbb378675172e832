import { EXIT_OK } from '../../../../errors/exit-code.ts'
import type { OpenedLedger } from '../../../shown-ledger.ts'
import type { LedgerArguments } from '../../arguments/ledger/ledger-commands.ts'
import type { CommandDesk } from '../command-desk.ts'
import { handle } from './handle.ts'
import { order } from './order.ts'
import { listFindings } from './list.ts'
import { answerQuestion } from './questions.ts'
import { answerRules } from './rules.ts'

/** Opens the memory, asks it, and closes it whatever happens. */
export async function askLedger(asked: LedgerArguments, desk: CommandDesk): Promise<number> {
  const ledger = await desk.ports.openLedger(asked.service, desk.talk)
  try {
    return await ask(asked, ledger, desk)
  } finally {
    await ledger.close()
  }
}

async function ask(asked: LedgerArguments, ledger: OpenedLedger, desk: CommandDesk): Promise<number> {
  switch (asked.verb) {
    case 'list':
      return listFindings(asked, ledger, desk)
    case 'ack':
    case 'accept':
    case 'reopen':
    case 'assign':
      await handle(asked, ledger, desk)
      return EXIT_OK
    case 'deployed':
    case 'confirm':
    case 'recheck':
      await order(asked, ledger, desk)
      return EXIT_OK
    case 'rules':
      return answerRules(asked, ledger, desk)
    default:
      return answerQuestion(asked, ledger, desk)
  }
}
