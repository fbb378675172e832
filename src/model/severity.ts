/** How bad a drift is if it lasts. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info'

/** From worst to least. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

/** True where `severity` is as bad as `level` or worse. */
export function atLeast(severity: Severity, level: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(level)
}
