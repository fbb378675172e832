import { EXIT_OK } from '../../../errors/exit-code.ts'
import type { DemoArguments } from '../arguments/demo.ts'
import { demoClosing } from '../views/demo-closing.ts'
import type { CommandDesk } from './command-desk.ts'
import { showReplayed } from './replay.ts'

/** Shows the archive that comes with driftage. Ends with 0, since drift is what it is there to show. */
export async function demo(asked: DemoArguments, desk: CommandDesk): Promise<number> {
  const replayed = await desk.ports.demo(asked, desk.talk)
  try {
    const { output } = asked.replay
    await showReplayed(replayed, output, desk)
    if (output === 'table' || output === 'wide') await desk.answer(demoClosing(replayed, desk.colours))
    return EXIT_OK
  } finally {
    await replayed.close()
  }
}
