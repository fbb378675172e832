import { parsePath } from '../model/field-path-parse.ts'
import type { NotChecked } from '../model/not-checked.ts'
import { compareRefs, compareText, printRef } from '../model/object-ref.ts'
import type {
  ExpectedDifference,
  Excluded,
  ReportedDrift,
  ReportedGap,
  ReportedObject,
  ScanReport,
} from '../model/scan-report.ts'
import { isSensitive } from '../policy/sensitive.ts'
import { shownPath } from '../policy/shown-path.ts'
import type { Assessment } from './assessment.ts'
import { limitsOf } from './limits.ts'
import type { PassResult } from './pass.ts'
import { reportedDrift, reportedObject, valuesOf } from './reported-drift.ts'
import { objectVerdict, summarize, verdictOf } from './summary.ts'

/** The contract's report of one pass. Sorted by object and path; nothing in it depends on the order of answers. */
export function buildReport(pass: PassResult, cluster: string): ScanReport {
  const revisions = new Map(pass.sources.map((source) => [source.revision.name, source.revision.revision]))
  const deployer = pass.live.deployer.state === 'found' ? pass.live.deployer.deployer : undefined
  const drifts = pass.assessments.flatMap((one) => one.drifts.map((drift) => ({ one, drift })))
  const report = (states: ReadonlySet<string>): ReportedDrift[] =>
    drifts
      .filter(({ drift }) => states.has(drift.judgement.state))
      .map(({ one, drift }) => reportedDrift(one, drift, deployer, revisions))
      .sort(byObjectAndPath)
  const findings = report(new Set(['drift', 'drift-and-pending']))
  const assessed = new Map(pass.assessments.map((one) => [printRef(one.ref), one]))
  const gaps = [...pass.desired.gaps, ...pass.assessments.flatMap((one) => one.gaps)].map((gap) =>
    reportedGap(gap, assessed),
  )
  const verdicts = pass.assessments.map(objectVerdict)
  return {
    schemaVersion: 'driftage.dev/scan/v1',
    verdict: verdictOf(verdicts, gaps.length > 0),
    asOf: {
      time: pass.seenAt,
      sources: pass.sources.map((source) => source.revision).sort((a, b) => compareText(a.name, b.name)),
      cluster: { name: cluster, version: pass.version },
    },
    summary: summarize(pass, verdicts, findings),
    findings,
    pending: report(new Set(['pending', 'drift-and-pending'])),
    expected: pass.assessments.flatMap(expectedOf).sort(byObjectAndPath),
    excluded: pass.desired.excluded.map(excludedOf).sort((a, b) => compareObjects(a.object, b.object)),
    notChecked: gaps.sort(byGap),
    limits: limitsOf(pass.live, pass.options.fromDump === true),
  }
}

function expectedOf(assessment: Assessment): readonly ExpectedDifference[] {
  const { ref } = assessment
  const explained = assessment.explained.map(({ difference, explanation }): ExpectedDifference => {
    const sensitive = isSensitive(difference, ref)
    return {
      object: reportedObject(assessment),
      path: shownPath(difference.path, sensitive),
      kind: difference.kind,
      ...valuesOf(difference, sensitive),
      sensitive,
      rule: explanation.rule,
    }
  })
  const made = assessment.serverMade.map(({ path, live, by }): ExpectedDifference => {
    const sensitive = isSensitive({ path, live }, ref)
    return {
      object: reportedObject(assessment),
      path: shownPath(path, sensitive),
      kind: 'added',
      ...(sensitive ? {} : { live }),
      sensitive,
      rule: by,
    }
  })
  return [...explained, ...made]
}

function excludedOf({ ref, version, reason }: PassResult['desired']['excluded'][number]): Excluded {
  return { object: { ...ref, version }, reason }
}

function reportedGap({ object, ...rest }: NotChecked, assessed: ReadonlyMap<string, Assessment>): ReportedGap {
  if (object === undefined) return rest
  const assessment = assessed.get(printRef(object))
  const path = rest.path === undefined ? undefined : parsePath(rest.path)
  const shown = path === undefined ? {} : { path: shownPath(path, isSensitive({ path }, object)) }
  return {
    ...rest,
    ...shown,
    object: assessment === undefined ? { ...object, version: '' } : reportedObject(assessment),
  }
}

interface Placed {
  readonly object: ReportedObject
  readonly path: string
}

function byObjectAndPath(a: Placed, b: Placed): number {
  return compareObjects(a.object, b.object) || compareText(a.path, b.path)
}

function compareObjects(a: ReportedObject, b: ReportedObject): number {
  return compareRefs(a, b) || compareText(a.version, b.version)
}

function byGap(a: ReportedGap, b: ReportedGap): number {
  if (a.object !== undefined && b.object !== undefined) {
    return (
      compareObjects(a.object, b.object) || compareText(a.path ?? '', b.path ?? '') || compareText(a.reason, b.reason)
    )
  }
  if (a.object !== undefined) return 1
  if (b.object !== undefined) return -1
  return compareText(`${a.kind ?? ''} ${a.source ?? ''} ${a.message}`, `${b.kind ?? ''} ${b.source ?? ''} ${b.message}`)
}
