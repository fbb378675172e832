import picocolors from 'picocolors'
import type { Severity } from '../../../model/severity.ts'
import type { DoctorStatus } from '../../../model/doctor-report.ts'

/** Colour repeats what a word says already; nothing is said by colour alone. */
export interface Colours {
  severity(severity: Severity, text: string): string
  status(status: DoctorStatus, text: string): string
  strong(text: string): string
  faint(text: string): string
}

export function colours(enabled: boolean): Colours {
  const paint = picocolors.createColors(enabled)
  const bySeverity = {
    critical: (text: string) => paint.bold(paint.red(text)),
    high: paint.red,
    medium: paint.yellow,
    low: paint.cyan,
    info: paint.dim,
  }
  const byStatus = { ok: paint.green, warn: paint.yellow, missing: paint.red, failed: paint.red }
  return {
    severity: (severity, text) => bySeverity[severity](text),
    status: (status, text) => byStatus[status](text),
    strong: paint.bold,
    faint: paint.dim,
  }
}
