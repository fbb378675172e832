import type { ReportedDrift, ReportedGap, ScanReport } from '../../../model/scan-report.ts'
import { closing, notCheckedText } from './closing.ts'
import { changeSentence } from './change-text.ts'
import { findingSentence } from './finding-sentence.ts'
import { gapText, objectText, pathText, referenceText } from './object-text.ts'
import type { ReportContext } from './report-context.ts'
import { withoutSecrets } from './secrecy.ts'
import { visible } from '../../../model/visible-text.ts'
import { element, type XmlElement, xmlText } from './xml.ts'

/**
 * A test suite per source, a test case per object that has something to say. The first suite holds the scan itself:
 * objects in sync are counted there, and it keeps a clean run from being a report without tests.
 */
export function junitView(report: ScanReport, context: ReportContext): string {
  const shown = withoutSecrets(report)
  const suites = [scanSuite(shown, context), ...sourceNames(shown).map((name) => sourceSuite(name, shown, context))]
  const rest = shown.notChecked.filter((gap) => !sourceNames(shown).includes(gap.source ?? ''))
  if (rest.length > 0) suites.push(suite('not checked', rest.map(gapCase), shown))
  if (shown.excluded.length > 0) suites.push(suite('excluded by choice', excludedCases(shown), shown))
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xmlText(element('testsuites', { name: 'driftage' }, suites))}\n`
}

function sourceNames(report: ScanReport): readonly string[] {
  const named = report.asOf.sources.map((source) => source.name)
  return [...new Set([...named, ...report.findings.map((finding) => finding.source.name)])]
}

function scanSuite(report: ScanReport, context: ReportContext): XmlElement {
  const { verdict, limits, explained, asOf } = closing(report, context)
  const text = [verdict, ...limits, ...explained, asOf].join('\n')
  return suite(
    'driftage',
    [testCase('scan', visible(report.asOf.cluster.name), [element('system-out', {}, [text])])],
    report,
  )
}

function sourceSuite(name: string, report: ScanReport, context: ReportContext): XmlElement {
  const findings = grouped(report.findings.filter((finding) => finding.source.name === name))
  const pending = context.include.includes('pending') ? report.pending.filter(({ source }) => source.name === name) : []
  const cases = [
    ...findings.map((ofObject) => failureCase(ofObject, report)),
    ...grouped(pending).map(pendingCase),
    ...report.notChecked.filter((gap) => gap.source === name).map(gapCase),
  ]
  return suite(visible(name), cases, report)
}

function grouped(drifts: readonly ReportedDrift[]): readonly (readonly ReportedDrift[])[] {
  const groups = new Map<string, ReportedDrift[]>()
  for (const drift of drifts) {
    const reference = referenceText(drift.object)
    groups.set(reference, [...(groups.get(reference) ?? []), drift])
  }
  return [...groups.values()]
}

function failureCase(findings: readonly ReportedDrift[], report: ScanReport): XmlElement {
  const [first] = findings as readonly [ReportedDrift, ...ReportedDrift[]]
  const message = `live differs from Git: ${findings.map((finding) => pathText(finding.path)).join(', ')}`
  const text = findings
    .map((finding) => `${finding.severity} ${finding.id}: ${findingSentence(finding, report)}`)
    .join('\n')
  return objectCase(first, element('failure', { type: 'drift', message }, [text]))
}

function pendingCase(changes: readonly ReportedDrift[]): XmlElement {
  const [first] = changes as readonly [ReportedDrift, ...ReportedDrift[]]
  const text = changes.map((change) => `${pathText(change.path)}: ${changeSentence(change)}`).join('; ')
  return objectCase(first, element('skipped', { message: `pending change: ${text}` }, []))
}

function objectCase(drift: ReportedDrift, outcome: XmlElement): XmlElement {
  const { file, line } = drift.source
  const place = file === '' ? {} : { file: visible(file), ...(line === null ? {} : { line: String(line) }) }
  return testCase(objectText(drift.object), visible(drift.object.cluster), [outcome], place)
}

function gapCase(gap: ReportedGap): XmlElement {
  const outcome = element('error', { type: visible(gap.reason), message: notCheckedText(gap) }, [])
  return testCase(gapText(gap), visible(gap.object?.cluster ?? 'not checked'), [outcome])
}

function excludedCases(report: ScanReport): readonly XmlElement[] {
  return report.excluded.map(({ object, path, reason }) => {
    const name = path === undefined ? objectText(object) : `${objectText(object)} ${pathText(path)}`
    return testCase(name, visible(object.cluster), [element('skipped', { message: visible(reason) }, [])])
  })
}

function testCase(
  name: string,
  classname: string,
  outcome: readonly XmlElement[],
  place: Readonly<Record<string, string>> = {},
): XmlElement {
  return element('testcase', { name, classname, ...place, time: '0' }, outcome)
}

function suite(name: string, cases: readonly XmlElement[], report: ScanReport): XmlElement {
  const numberOf = (outcome: string) =>
    String(
      cases.filter(({ children }) => children.some((child) => typeof child !== 'string' && child.name === outcome))
        .length,
    )
  const counts = { failures: numberOf('failure'), errors: numberOf('error'), skipped: numberOf('skipped') }
  return element(
    'testsuite',
    { name, tests: String(cases.length), ...counts, time: '0', timestamp: report.asOf.time },
    cases,
  )
}
