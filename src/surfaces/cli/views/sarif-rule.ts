import type { Severity } from '../../../model/severity.ts'
import type { DeclaredRule } from '../ports.ts'
import { levelOf } from './level.ts'

/** The middle of the bands in which GitHub reads `security-severity` (over 9.0 critical, 7.0 high, 4.0 medium). */
const SCORE: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.0',
}

/** A rule of the severity catalogue as SARIF declares it. */
export function sarifRule(rule: DeclaredRule): object {
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.help },
    help: { text: rule.help },
    defaultConfiguration: { level: levelOf(rule.severity) },
    properties: { 'security-severity': SCORE[rule.severity], tags: ['kubernetes', 'drift'] },
  }
}
