import type { Difference } from '../../model/difference.ts'
import { printPath } from '../../model/field-path.ts'
import { sameItems } from '../guards/values.ts'

/** Lists that the API server keeps as one value, though their order means nothing. Written paths without list steps. */
const ORDERLESS = new Set([
  '.rules',
  '.subjects',
  '.webhooks.rules',
  '.spec.metrics',
  '.spec.accessModes',
  '.spec.policyTypes',
  '.spec.ingress',
  '.spec.egress',
  '.spec.loadBalancerSourceRanges',
  '.spec.externalIPs',
  '.spec.sourceRepos',
  '.spec.destinations',
])

/** The same in Pods and in templates of Pods. */
const ORDERLESS_IN_PODS = [
  '.spec.tolerations',
  '.spec.topologySpreadConstraints',
  '.spec.securityContext.sysctls',
  '.spec.securityContext.supplementalGroups',
  '.securityContext.capabilities.add',
  '.securityContext.capabilities.drop',
]

/** True where nothing but the order differs, and the order means nothing there: elsewhere it is part of the value. */
export function isOrderOnly(difference: Difference): boolean {
  if (difference.kind === 'reordered') return true
  if (difference.kind !== 'modified' || !sameItems(difference.desired, difference.live)) return false
  const fields = printPath(difference.path.filter((element) => element.kind === 'field'))
  return ORDERLESS.has(fields) || ORDERLESS_IN_PODS.some((suffix) => fields.endsWith(suffix))
}
