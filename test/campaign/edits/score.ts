import type { ReportedDrift, ScanReport } from '../../../src/model/scan-report.ts'
import type { Expectation, ExpectedFinding } from './expectation.ts'
import type { Writer } from './writer.ts'

/** What of a writer decides what the report must say. */
type Judged = Pick<Writer, 'severity' | 'wipesOwners'>

/** Undefined where the report is exactly right; else what is wrong with it. */
export function faultOf(report: ScanReport, expectation: Expectation, writer: Judged): string | undefined {
  const undecided = expectation.required.filter((one) => one.undecided === true)
  for (const { path } of undecided) {
    const gap = report.notChecked.find((one) => one.path === path && one.reason === 'needs-oracle')
    if (gap === undefined) return `not said to be undecided: ${path}; said: ${said(report, path)}`
  }
  for (const expected of expectation.required) {
    if (expected.undecided === true) continue
    const found = report.findings.find(({ path, kind }) => path === expected.path && kind === expected.kind)
    if (found === undefined) return `not found: ${expected.kind} ${expected.path}; said: ${said(report, expected.path)}`
    const wrong = wrongWriter(found, expected, writer)
    if (wrong !== undefined) return wrong
  }
  const unrelated = report.findings.filter(({ path, kind }) => !expectation.allowed.has(`${kind} ${path}`))
  if (unrelated.length > 0) return `unrelated: ${unrelated.map(inWords).join(', ')}`
  if (report.pending.length > 0) return `said to be pending: ${report.pending.map(inWords).join(', ')}`
  const named = report.findings.find((one) => one.actorClass !== 'unknown' || one.attribution.manager !== undefined)
  if (writer.wipesOwners === true && named !== undefined)
    return `nobody is on record, but ${inWords(named)} has a writer`
  return report.notChecked.length > undecided.length ? `not checked: ${said(report)}` : undefined
}

function wrongWriter(found: ReportedDrift, expected: ExpectedFinding, writer: Judged): string | undefined {
  const { manager } = found.attribution
  if (manager !== expected.manager) return `manager of ${inWords(found)} is ${manager}, should be ${expected.manager}`
  if (writer.severity !== undefined && found.severity !== writer.severity)
    return `${inWords(found)} is ${found.severity}`
  return expected.actorClasses.includes(found.actorClass)
    ? undefined
    : `actor of ${inWords(found)} is ${found.actorClass}`
}

/** What is said of `path` comes first, since only the beginning is shown. */
function said({ findings, notChecked, pending, expected }: ScanReport, path = ''): string {
  const parts = [
    ...findings.map(inWords),
    ...pending.map((one) => `pending ${inWords(one)}`),
    ...notChecked.map((one) => `not checked ${one.path ?? ''} ${one.reason}`),
    ...expected
      .filter((one) => one.rule !== 'default' && one.rule !== 'allocated')
      .map((one) => `explained ${one.path} by ${one.rule}`),
  ]
  parts.sort((a, b) => Number(b.includes(` ${path}`)) - Number(a.includes(` ${path}`)))
  return parts.length === 0 ? 'nothing' : parts.slice(0, 6).join(', ')
}

function inWords({ kind, path }: ReportedDrift): string {
  return `${kind} ${path}`
}
