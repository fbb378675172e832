import { SEVERITY_RULES } from '../policy/severity/catalogue.ts'
import { CHART_DEFINITION } from '../policy/severity/chart-definition.ts'
import type { DeclaredRule } from '../surfaces/cli/ports.ts'

/** The severity catalogue as outputs declare it. */
export function declaredRules(): readonly DeclaredRule[] {
  return [...SEVERITY_RULES, CHART_DEFINITION].map(({ id, title, level, grounding }) => ({
    id,
    title,
    severity: level,
    help: `${title}. Ranked ${level} after ${grounding}.`,
  }))
}
