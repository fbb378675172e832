import type { Finding } from '../../model/finding.ts'
import type { IncidentWindow } from '../../model/incident-window.ts'
import type { Instant } from '../../model/instant.ts'
import { anyNamePattern } from '../rules/name-pattern.ts'

type Placed = Pick<Finding, 'drift' | 'sources'>

export function isOpen(window: IncidentWindow, now: Instant): boolean {
  return window.from <= now && now < window.until
}

/** Whether the finding lies where people are at work: everything that the scope names must fit. */
export function isInScope({ scope }: IncidentWindow, { drift, sources }: Placed): boolean {
  return (
    anyNamePattern(scope.clusters)(drift.object.cluster) &&
    anyNamePattern(scope.namespaces)(drift.object.namespace) &&
    (scope.sources === undefined || sources.some(anyNamePattern(scope.sources)))
  )
}

/** Whether the window is about the finding's cluster, so that its people have no time for other messages from there. */
export function isSameCluster({ scope }: IncidentWindow, { drift }: Placed): boolean {
  return anyNamePattern(scope.clusters)(drift.object.cluster)
}
