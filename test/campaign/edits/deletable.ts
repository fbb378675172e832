import type { Target } from './target.ts'

/** Kinds whose deletion takes others along, or waits for controllers; a Job carries its own uid inside. */
const NEVER_DELETED = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Job',
])

export function isDeletable({ kind }: Target): boolean {
  return !NEVER_DELETED.has(kind.kind)
}
