import { ADMISSION_RULES } from './admission-rules.ts'
import { GITOPS_RULES } from './gitops-rules.ts'
import { METADATA_RULES } from './metadata-rules.ts'
import { NETWORK_RULES } from './network-rules.ts'
import { RBAC_RULES } from './rbac-rules.ts'
import { RELIABILITY_RULES } from './reliability-rules.ts'
import { SECURITY_RULES } from './security-rules.ts'
import type { SeverityRule } from './severity-rule.ts'

const RESTARTS = METADATA_RULES.filter((rule) => rule.level === 'info' && rule.order !== true)
const OTHER_METADATA = METADATA_RULES.filter((rule) => !RESTARTS.includes(rule))

/**
 * Every class of fields, in the order in which they are asked: of the rules that are about one place, the first counts.
 * Special ones therefore stand before general ones, and the rule for everything else stands last.
 */
export const SEVERITY_RULES: readonly SeverityRule[] = [
  ...RESTARTS,
  ...SECURITY_RULES,
  ...RBAC_RULES,
  ...ADMISSION_RULES,
  ...NETWORK_RULES,
  ...GITOPS_RULES,
  ...RELIABILITY_RULES,
  ...OTHER_METADATA,
]
