import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../../errors/exit-code.ts'
import type { VerifyArguments } from '../../arguments/ledger/verify.ts'
import { chainText } from '../../views/database-text.ts'
import { renderAnswer } from '../../views/render-answer.ts'
import type { CommandDesk } from '../command-desk.ts'

/** Proves the record, or names the first entry that is wrong. */
export async function verify(asked: VerifyArguments, desk: CommandDesk): Promise<number> {
  const chain = await desk.ports.verify(asked, desk.talk)
  await desk.answer(await renderAnswer(chain, asked.output, () => `${chainText(chain)}\n`))
  return chain.state === 'whole' ? EXIT_OK : EXIT_NOT_CHECKED
}
