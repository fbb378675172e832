import { exitCodeOf } from '../../../errors/exit-code.ts'
import type { ScanReport } from '../../../model/scan-report.ts'
import type { ReportArguments } from '../arguments/output-flags.ts'
import { renderReport } from '../views/render-report.ts'
import type { CommandDesk } from './command-desk.ts'

/** Prints a comparison and says what it means for the exit code. */
export async function report(found: ScanReport, asked: ReportArguments, desk: CommandDesk): Promise<number> {
  const { colours, version, ports } = desk
  const context = { include: asked.include, rules: ports.severityRules, colours, version }
  await desk.answer(await renderReport(found, asked.output, context))
  return exitCodeOf(found, asked.failOn)
}
