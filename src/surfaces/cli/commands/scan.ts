import type { ScanArguments } from '../arguments/scan.ts'
import type { CommandDesk } from './command-desk.ts'
import { report } from './report.ts'

/** Compares a cluster with Git. */
export async function scan(asked: ScanArguments, desk: CommandDesk): Promise<number> {
  return report(await desk.ports.scan(asked, desk.talk), asked.report, desk)
}
