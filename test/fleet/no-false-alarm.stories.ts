import { beforeAll, describe, expect, it } from 'vitest'
import type { LoadedSource } from '../../src/loop/scan-ports.ts'
import { findingsOf, gapsOf } from './false-alarms.ts'
import { fleet } from './living-fleet.ts'
import { scanOnce } from './scan-cluster.ts'

/** What the fleet's own admission policy touches on every Deployment of the shop. */
const POLICY_LEAVES = ['cart', 'catalog', 'checkout', 'web'].flatMap((name) => [
  `Deployment shop/${name} .metadata.labels["fleet.example.dev/cost-centre"] needs-oracle`,
  `Deployment shop/${name} .spec.revisionHistoryLimit needs-oracle`,
])

/** Guards against a source that was read half. */
const FLEET_SIZE = 71

/** A fleet that has just settled, whichever way it was applied, has not drifted from `source`. */
export function tellsNoFalseAlarm(source: () => Promise<LoadedSource> | LoadedSource): void {
  describe('a fleet that was applied and has settled', () => {
    let sources: readonly LoadedSource[]

    beforeAll(async () => {
      sources = [await source()]
    })

    it('has not drifted', async () => {
      const report = await scanOnce(fleet(), sources)
      expect(findingsOf(report)).toEqual([])
      expect(gapsOf(report)).toEqual([])
      expect(report.verdict).toBe('in-sync')
      expect(report.summary.objects).toBe(FLEET_SIZE)
    })

    it('has not drifted for somebody who may only read, but for what admission alone can tell', async () => {
      const report = await scanOnce(fleet(), sources, { readOnly: true })
      expect(findingsOf(report)).toEqual([])
      expect(gapsOf(report)).toEqual(POLICY_LEAVES)
    })
  })
}
