import { EXIT_OK } from '../../../errors/exit-code.ts'
import type { DemoArguments } from '../arguments/demo.ts'
import { demoClosing } from '../views/demo-closing.ts'
import type { CommandDesk } from './command-desk.ts'
import { report } from './report.ts'

/**
 * Compares the example that comes with driftage. To people it also says what to try next and ends with 0, since drift is
 * what the example is there to show; other formats end as a scan would.
 */
export async function demo(asked: DemoArguments, desk: CommandDesk): Promise<number> {
  const code = await report(await desk.ports.demo(asked, desk.talk), asked.report, desk)
  const isForPeople = asked.report.output === 'table' || asked.report.output === 'wide'
  if (!isForPeople) return code
  await desk.answer(demoClosing(desk.colours))
  return EXIT_OK
}
