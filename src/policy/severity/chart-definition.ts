import type { SeverityRule } from './severity-rule.ts'

/**
 * Helm installs the definitions of a chart's `crds/` once and never touches them again, so a newer chart and an older
 * definition are the normal case. A missing one counts like any missing definition.
 */
export const CHART_DEFINITION: Pick<SeverityRule, 'id' | 'title' | 'level' | 'grounding'> = {
  id: 'DRF-HELM-001',
  title: 'Definition that Helm only installs',
  level: 'info',
  grounding: 'Helm’s own documentation of crds/',
}
