import type { Target } from './target.ts'

/**
 * Targets that may be edited side by side. What decides about others comes alone and at the end: admission, definitions,
 * limits. What a rule of the product looks at while another object is assessed shares a lane with it.
 */
export function lanesOf(targets: readonly Target[]): {
  readonly parallel: readonly Target[][]
  readonly alone: readonly Target[]
} {
  const lanes = new Map<string, Target[]>()
  const alone: Target[] = []
  for (const target of targets) {
    if (decidesAboutOthers(target)) alone.push(target)
    else {
      const key = laneOf(target)
      lanes.set(key, [...(lanes.get(key) ?? []), target])
    }
  }
  return { parallel: [...lanes.values()].sort((a, b) => b.length - a.length), alone }
}

const DECIDING_KINDS = new Set([
  'Namespace',
  'ResourceQuota',
  'LimitRange',
  'CustomResourceDefinition',
  'PriorityClass',
  'StorageClass',
  'FlowSchema',
])

/** Admission, definitions, limits and the like. */
export function decidesAboutOthers({ kind }: Target): boolean {
  return kind.group === 'admissionregistration.k8s.io' || DECIDING_KINDS.has(kind.kind)
}

function laneOf({ kind, namespace, name }: Target): string {
  if (kind.kind === 'ClusterRole') return 'cluster roles'
  if (kind.kind === 'HorizontalPodAutoscaler' || kind.kind === 'Deployment') return `scaled ${namespace}/${name}`
  return `${kind.kind} ${namespace}/${name}`
}
