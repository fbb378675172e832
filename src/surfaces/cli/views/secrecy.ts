import type { ExplainedField, ExplainReport } from '../../../model/explain-report.ts'
import type { Base, ReportedDrift, ScanReport } from '../../../model/scan-report.ts'

/**
 * The report without any value of a sensitive field. Reports should come without them; every view asks again, since a
 * secret that is printed once cannot be taken back (B-01 to B-06).
 */
export function withoutSecrets(report: ScanReport): ScanReport {
  return {
    ...report,
    findings: report.findings.map(withoutValues),
    pending: report.pending.map(withoutValues),
    expected: report.expected.map(withoutValues),
  }
}

/** As {@link withoutSecrets}, for one object. */
export function explanationWithoutSecrets(report: ExplainReport): ExplainReport {
  return { ...report, fields: report.fields.map((field): ExplainedField => withoutValues(field)) }
}

/** As {@link withoutSecrets}, for one drift. */
export function driftWithoutSecrets(drift: ReportedDrift): ReportedDrift {
  return withoutValues(drift)
}

function withoutValues<T extends { readonly sensitive: boolean; readonly base?: Base }>(entry: T): T {
  if (!entry.sensitive) return entry
  const { desired: _desired, live: _live, base, ...rest } = entry as T & { desired?: unknown; live?: unknown }
  if (base === undefined) return rest as unknown as T
  const { value: _value, ...baseWithoutValue } = base
  return { ...rest, base: baseWithoutValue } as unknown as T
}
