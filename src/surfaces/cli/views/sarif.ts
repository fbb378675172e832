import type { ReportedDrift, ReportedGap, ScanReport } from '../../../model/scan-report.ts'
import type { DeclaredRule } from '../ports.ts'
import { changeSentence } from './change-text.ts'
import { notCheckedText } from './closing.ts'
import { findingSentence, subject } from './finding-sentence.ts'
import { jsonPages } from './json-text.ts'
import { levelOf } from './level.ts'
import { referenceText } from './object-text.ts'
import type { ReportContext } from './report-context.ts'
import { reportData } from './report-data.ts'
import { sarifRule } from './sarif-rule.ts'
import { withoutSecrets } from './secrecy.ts'
import { visible, wellFormed } from '../../../model/visible-text.ts'

/** SARIF 2.1.0. All rules are declared, hit or not, so that a run that finds nothing closes the alerts of earlier runs. */
export function sarifView(report: ScanReport, context: ReportContext): string {
  const shown = withoutSecrets(report)
  const rules = declaredRules(shown, context.rules)
  const indexOf = new Map(rules.map((rule, index) => [rule.id, index]))
  const pending = context.include.includes('pending') ? shown.pending : []
  const run = {
    tool: { driver: { name: 'driftage', version: context.version, rules: rules.map(sarifRule) } },
    // Results of one cluster must not close those of another.
    automationDetails: { id: `driftage/${visible(report.asOf.cluster.name)}/` },
    invocations: [invocation(shown)],
    results: [
      ...shown.findings.map((finding) => findingResult(finding, shown, indexOf)),
      ...pending.map((change) => pendingResult(change, indexOf)),
    ],
    columnKind: 'utf16CodeUnits',
    properties: { verdict: shown.verdict, asOf: shown.asOf, summary: shown.summary },
  }
  return `${jsonPages(reportData({ $schema: SCHEMA, version: '2.1.0', runs: [run] }))}\n`
}

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

/** A finding may name a rule that the catalogue given here lacks; an undeclared rule would be no valid reference. */
function declaredRules(report: ScanReport, catalogue: readonly DeclaredRule[]): readonly DeclaredRule[] {
  const known = new Set(catalogue.map((rule) => rule.id))
  const others = new Map<string, DeclaredRule>()
  for (const { severityRule: id, severity } of [...report.findings, ...report.pending]) {
    if (!known.has(id))
      others.set(id, { id, title: id, severity, help: 'Severity of a field that no other rule names.' })
  }
  return [...catalogue, ...others.values()]
}

function findingResult(finding: ReportedDrift, report: ScanReport, indexOf: ReadonlyMap<string, number>): object {
  return {
    ...resultOf(finding, indexOf),
    level: levelOf(finding.severity),
    message: { text: findingSentence(finding, report) },
  }
}

/** `kind` other than `fail` demands level `none`: a pending change is nothing to fix. */
function pendingResult(change: ReportedDrift, indexOf: ReadonlyMap<string, number>): object {
  const text = `${subject(change)}: ${changeSentence(change)}. Git moved and the cluster has not followed yet.`
  return { ...resultOf(change, indexOf), kind: 'informational', level: 'none', message: { text } }
}

function resultOf(drift: ReportedDrift, indexOf: ReadonlyMap<string, number>): object {
  return {
    ruleId: drift.severityRule,
    ruleIndex: indexOf.get(drift.severityRule) ?? -1,
    locations: [location(drift)],
    partialFingerprints: { 'driftageFinding/v1': drift.id },
    properties: {
      driftKind: drift.kind,
      severity: drift.severity,
      actorClass: drift.actorClass,
      onset: drift.onset,
      visibleTo: drift.visibleTo,
    },
  }
}

function location({ object, path, source }: ReportedDrift): object {
  const fullyQualifiedName = `${referenceText(object)}${visible(path)}`
  const logicalLocations = [{ fullyQualifiedName, kind: 'object' }]
  if (source.file === '') return { logicalLocations }
  const artifactLocation = { uri: fileUri(source.file), uriBaseId: '%SRCROOT%' }
  const region = source.line === null ? {} : { region: { startLine: source.line } }
  return { physicalLocation: { artifactLocation, ...region }, logicalLocations }
}

function fileUri(file: string): string {
  return file
    .split('/')
    .map((part) => encodeURIComponent(wellFormed(part)))
    .join('/')
}

function invocation(report: ScanReport): object {
  return {
    executionSuccessful: report.notChecked.length === 0,
    endTimeUtc: report.asOf.time,
    toolExecutionNotifications: [
      ...report.notChecked.map(gapNotification),
      ...report.limits.map((limit) => notification('note', limit.code, limit.message)),
    ],
  }
}

function gapNotification(gap: ReportedGap): object {
  return notification('error', gap.reason, notCheckedText(gap))
}

function notification(level: 'error' | 'note', id: string, text: string): object {
  return { level, descriptor: { id }, message: { text: visible(text) } }
}
