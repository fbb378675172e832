import type { ScanReport } from '../../../model/scan-report.ts'
import type { Inclusion } from '../arguments/output-flags.ts'
import type { DeclaredRule } from '../ports.ts'
import type { Colours } from './colours.ts'

/** What a view needs beside the report. */
export interface ReportContext {
  readonly include: readonly Inclusion[]
  /** All rules of the severity catalogue, whether they were hit or not. */
  readonly rules: readonly DeclaredRule[]
  readonly colours: Colours
  readonly version: string
  /** How many rules explained something; undefined where the report does not list it. */
  readonly explainedBy?: number
}

export type ReportView = (report: ScanReport, context: ReportContext) => string

/** Rules of `expected` entries that the server itself stands for. */
const SERVER_RULES: readonly string[] = ['default', 'allocated']

/** How many rules explained fields; undefined where the report counts explained fields without listing them. */
export function countExplainingRules(report: ScanReport): number | undefined {
  const rules = new Set(report.expected.map((entry) => entry.rule).filter((rule) => !SERVER_RULES.includes(rule)))
  return rules.size === 0 && report.summary.expected > 0 ? undefined : rules.size
}

/** Lists only what was asked for; the counts of the summary stay. */
export function withIncluded(report: ScanReport, include: readonly Inclusion[]): ScanReport {
  const expected = report.expected.filter((entry) =>
    include.includes(SERVER_RULES.includes(entry.rule) ? 'defaults' : 'expected'),
  )
  return { ...report, expected }
}
