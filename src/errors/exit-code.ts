import type { ScanReport } from '../model/scan-report.ts'
import { atLeast, type Severity } from '../model/severity.ts'

/** From which severity on drift fails a run; `pending` counts pending changes as well as drift from `low` on. */
export type FailOn = Severity | 'pending'

/** Everything that could be checked was, and nothing speaks against it. */
export const EXIT_OK = 0
/** Drift at or above the chosen level. */
export const EXIT_DRIFT = 1
/** Not everything could be checked; stronger than drift, since the drift that was seen may not be all. */
export const EXIT_NOT_CHECKED = 2
/** The command line or the configuration cannot be carried out. */
export const EXIT_USAGE = 3
/** 128 + SIGINT, as shells expect. */
export const EXIT_INTERRUPTED = 130

/** The exit code of a comparison. What was excluded by choice counts neither as drift nor as a failed check. */
export function exitCodeOf(report: ScanReport, failOn: FailOn): 0 | 1 | 2 {
  if (report.notChecked.length > 0) return EXIT_NOT_CHECKED
  const level = failOn === 'pending' ? 'low' : failOn
  if (report.findings.some((finding) => atLeast(finding.severity, level))) return EXIT_DRIFT
  return failOn === 'pending' && report.pending.length > 0 ? EXIT_DRIFT : EXIT_OK
}

/** The exit code of a command that could not go on. Faults of driftage itself (DRF1099) are not the user's. */
export function exitCodeOfError(code: string): 2 | 3 {
  return code.startsWith('DRF1') && code !== 'DRF1099' ? EXIT_USAGE : EXIT_NOT_CHECKED
}
