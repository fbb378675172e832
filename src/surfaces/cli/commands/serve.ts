import { EXIT_OK } from '../../../errors/exit-code.ts'
import type { ServeArguments } from '../arguments/serve.ts'
import type { CommandDesk } from './command-desk.ts'

/** Runs until it is told to stop. The address goes to stdout, so that a script can wait for it. */
export async function serve(asked: ServeArguments, desk: CommandDesk): Promise<number> {
  const { talk, version, ports } = desk
  talk.progress('Opening the memory')
  const service = await ports.serve(asked, talk, version)
  await desk.answer(`driftage answers at ${service.origin}\n`)
  await service.ended
  return EXIT_OK
}
