import type { DiffArguments } from '../arguments/diff.ts'
import type { CommandDesk } from './command-desk.ts'
import { report } from './report.ts'

/** Compares files with a dump of live objects. */
export async function diff(asked: DiffArguments, desk: CommandDesk): Promise<number> {
  return report(await desk.ports.diff(asked, desk.talk), asked.report, desk)
}
