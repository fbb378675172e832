import { printRef } from '../../../../model/object-ref.ts'
import { visible } from '../../../../model/visible-text.ts'
import type { OpenedLedger } from '../../../shown-ledger.ts'
import type { OrderArguments } from '../../arguments/ledger/orders.ts'
import type { CommandDesk } from '../command-desk.ts'

/** Tells the service, and says what was told. */
export async function order(asked: OrderArguments, { commands }: OpenedLedger, desk: CommandDesk): Promise<void> {
  switch (asked.verb) {
    case 'deployed':
      await commands.deployed(asked.source, asked.revision)
      return desk.answer(`Rolled out: ${visible(asked.source)} at ${visible(asked.revision)}\n`)
    case 'confirm':
      await commands.confirmSource(asked.source)
      return desk.answer(`Confirmed: ${visible(asked.source)}\n`)
    case 'recheck':
      await commands.recheck(asked.ref)
      return desk.answer(`Rechecked: ${visible(printRef(asked.ref))}\n`)
  }
}
