import type { ScanReport } from '../../../model/scan-report.ts'
import type { ReportFormat } from '../arguments/output-flags.ts'
import { countExplainingRules, type ReportContext, type ReportView, withIncluded } from './report-context.ts'

/** Each view loads only when it is asked for. */
const VIEWS: Readonly<Record<ReportFormat, () => Promise<ReportView>>> = {
  table: async () => (await import('./table.ts')).tableView,
  wide: async () => (await import('./wide.ts')).wideView,
  json: async () => (await import('./json.ts')).jsonView,
  yaml: async () => (await import('./yaml.ts')).yamlView,
  jsonl: async () => (await import('./jsonl.ts')).jsonlView,
  markdown: async () => (await import('./markdown.ts')).markdownView,
  sarif: async () => (await import('./sarif.ts')).sarifView,
  junit: async () => (await import('./junit.ts')).junitView,
  github: async () => (await import('./github.ts')).githubView,
  gitlab: async () => (await import('./gitlab.ts')).gitlabView,
}

/** The text of a report in a format, with the lists that were asked for. */
export async function renderReport(
  report: ScanReport,
  format: ReportFormat,
  context: Omit<ReportContext, 'explainedBy'>,
): Promise<string> {
  const view = await VIEWS[format]()
  const explainedBy = countExplainingRules(report)
  const known = explainedBy === undefined ? context : { ...context, explainedBy }
  return view(withIncluded(report, context.include), known)
}
