import type { ReportedDrift, ScanReport } from '../../../src/model/scan-report.ts'
import type { Expectation, ExpectedFinding } from './expectation.ts'
import type { Writer } from './writer.ts'

/** What of a writer decides what the report must say. */
type Judged = Pick<Writer, 'actorClasses' | 'severity'>

/** Undefined where the report is exactly right; else what is wrong with it. */
export function faultOf(report: ScanReport, expectation: Expectation, writer: Judged): string | undefined {
  const undecided = expectation.required.filter((one) => one.undecided === true)
  for (const { path } of undecided) {
    const gap = report.notChecked.find((one) => one.path === path && one.reason === 'needs-oracle')
    if (gap === undefined) return `not said to be undecided: ${path}; said: ${said(report)}`
  }
  for (const expected of expectation.required) {
    if (expected.undecided === true) continue
    const found = report.findings.find(({ path, kind }) => path === expected.path && kind === expected.kind)
    if (found === undefined) return `not found: ${expected.kind} ${expected.path}; said: ${said(report)}`
    const wrong = wrongWriter(found, expected, writer)
    if (wrong !== undefined) return wrong
  }
  const unrelated = report.findings.filter(({ path, kind }) => !expectation.allowed.has(`${kind} ${path}`))
  if (unrelated.length > 0) return `unrelated: ${unrelated.map(inWords).join(', ')}`
  return report.notChecked.length > undecided.length ? `not checked: ${said(report)}` : undefined
}

function wrongWriter(found: ReportedDrift, expected: ExpectedFinding, writer: Judged): string | undefined {
  const { manager } = found.attribution
  if (manager !== expected.manager) return `manager of ${inWords(found)} is ${manager}, should be ${expected.manager}`
  if (writer.severity !== undefined && found.severity !== writer.severity)
    return `${inWords(found)} is ${found.severity}`
  const classes = expected.manager === undefined ? ['unknown'] : writer.actorClasses
  return classes.includes(found.actorClass) ? undefined : `actor of ${inWords(found)} is ${found.actorClass}`
}

function said({ findings, notChecked, pending, expected }: ScanReport): string {
  const parts = [
    ...findings.map(inWords),
    ...pending.map((one) => `pending ${inWords(one)}`),
    ...notChecked.map((one) => `not checked ${one.path ?? ''} ${one.reason}`),
    ...expected
      .filter((one) => one.rule !== 'default' && one.rule !== 'allocated')
      .map((one) => `explained ${one.path} by ${one.rule}`),
  ]
  return parts.length === 0 ? 'nothing' : parts.slice(0, 6).join(', ')
}

function inWords({ kind, path }: ReportedDrift): string {
  return `${kind} ${path}`
}
