import { buildReport } from '../loop/report.ts'
import type { ScanReport } from '../model/scan-report.ts'
import type { DiffArguments } from '../surfaces/cli/arguments/diff.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import { offlinePass } from './offline.ts'

/** The command that needs no cluster. */
export async function diffFiles(asked: DiffArguments, talk: Talk): Promise<ScanReport> {
  const { pass, cluster } = await offlinePass(asked, talk)
  return buildReport(pass, cluster)
}
