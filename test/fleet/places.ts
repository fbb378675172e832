import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Vitest and the campaign runner both start in the root of the repository. */
const ROOT = process.cwd()

/** The project's own fleet as plain manifests and as a chart. */
export const FLEET = join(ROOT, 'examples/fleet')
export const FLEET_CHART = join(ROOT, 'examples/fleet-chart')

/** Real manifests beside the repository. */
export const KUBE_PROMETHEUS = join(ROOT, '../shared/corpus/kube-prometheus')

/** Whether the real manifests are on this machine; tests that need them say that they skip. */
export function hasCorpus(): boolean {
  return existsSync(join(KUBE_PROMETHEUS, 'setup'))
}
