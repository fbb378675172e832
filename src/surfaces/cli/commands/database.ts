import { EXIT_NOT_CHECKED, EXIT_OK } from '../../../errors/exit-code.ts'
import type { DatabaseArguments } from '../arguments/db.ts'
import { databaseText } from '../views/database-text.ts'
import type { CommandDesk } from './command-desk.ts'

/** Looks after the store. What a check finds ends in 2. */
export async function database(asked: DatabaseArguments, desk: CommandDesk): Promise<number> {
  const answer = await desk.ports.database(asked, desk.talk)
  await desk.answer(databaseText(answer))
  const bad = answer.did === 'checked' && (answer.problems.length > 0 || answer.chain.state === 'broken')
  return bad ? EXIT_NOT_CHECKED : EXIT_OK
}
