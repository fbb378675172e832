import { EXIT_OK } from '../../../errors/exit-code.ts'
import type { RbacArguments } from '../arguments/rbac.ts'
import type { CommandDesk } from './command-desk.ts'

/** Prints the role that the sources need. */
export async function rbac(asked: RbacArguments, desk: CommandDesk): Promise<number> {
  await desk.answer(await desk.ports.rbac(asked, desk.talk))
  return EXIT_OK
}
