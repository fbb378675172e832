import { printInstant } from '../../model/instant.ts'
import type { Attribution } from '../../model/scan-report.ts'

/** When the changes of the tests happen. */
export const NOW = Date.UTC(2026, 2, 1, 10)

/** Nobody is known to have made it. */
export const NOBODY: Attribution = {
  confidence: 'unknown',
  users: [],
  notBefore: null,
  notAfter: printInstant(NOW),
  evidence: 'none',
  reason: 'no-trace',
}
