import { EXIT_OK } from '../../../errors/exit-code.ts'
import type { AuditArguments } from '../arguments/audit.ts'
import type { CommandDesk } from './command-desk.ts'

/** Prints what makes an API server tell who wrote what. */
export async function audit(asked: AuditArguments, desk: CommandDesk): Promise<number> {
  await desk.answer(await desk.ports.audit(asked))
  return EXIT_OK
}
