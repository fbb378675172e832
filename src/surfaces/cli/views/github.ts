import type { ReportedDrift, ScanReport } from '../../../model/scan-report.ts'
import { changeSentence } from './change-text.ts'
import { closing, notCheckedText } from './closing.ts'
import { findingSentence, subject } from './finding-sentence.ts'
import { levelOf } from './level.ts'
import type { ReportContext } from './report-context.ts'
import { withoutSecrets } from './secrecy.ts'
import { byUrgency } from './urgency.ts'
import { visible } from '../../../model/visible-text.ts'

/**
 * Workflow commands that a GitHub runner turns into annotations at file and line. A page shows ten of each level a
 * step, so the worst come first; all of them stand in the log.
 */
export function githubView(report: ScanReport, context: ReportContext): string {
  const shown = withoutSecrets(report)
  const { verdict, limits, explained, asOf } = closing(shown, context)
  const pending = context.include.includes('pending') ? shown.pending : []
  const lines = [
    ...byUrgency(shown.findings).map((finding) => findingCommand(finding, report)),
    ...pending.map(pendingCommand),
    ...shown.notChecked.map((gap) => command('error', { title: 'driftage could not check' }, notCheckedText(gap))),
    command('notice', { title: `driftage: ${shown.verdict}` }, [verdict, ...limits, ...explained, asOf].join('\n')),
  ]
  return `${lines.join('\n')}\n`
}

function findingCommand(finding: ReportedDrift, report: ScanReport): string {
  const level = levelOf(finding.severity)
  return command(
    level === 'note' ? 'notice' : level,
    { ...place(finding), title: `${finding.severity} drift: ${finding.severityRule} ${finding.id}` },
    findingSentence(finding, report),
  )
}

function pendingCommand(change: ReportedDrift): string {
  const text = `${subject(change)}: ${changeSentence(change)}. Git moved and the cluster has not followed yet.`
  return command('notice', { ...place(change), title: 'pending change' }, text)
}

function place({ source }: ReportedDrift): Readonly<Record<string, string>> {
  if (source.file === '') return {}
  const file = visible(source.file)
  return source.line === null ? { file } : { file, line: String(source.line) }
}

function command(
  level: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string>>,
  text: string,
): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${inProperty(value)}`)
  return `::${level} ${written.join(',')}::${inMessage(text)}`
}

/** As the runner reads it back (actions/toolkit: command.ts). */
function inMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function inProperty(text: string): string {
  return inMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
