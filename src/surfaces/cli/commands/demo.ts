import type { DemoArguments } from '../arguments/demo.ts'
import type { CommandDesk } from './command-desk.ts'
import { report } from './report.ts'

/** Compares the example that comes with driftage. */
export async function demo(asked: DemoArguments, desk: CommandDesk): Promise<number> {
  return report(await desk.ports.demo(asked, desk.talk), asked.report, desk)
}
