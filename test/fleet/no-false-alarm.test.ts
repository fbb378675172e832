import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadedSource } from '../../src/loop/scan-ports.ts'
import type { ScanReport } from '../../src/model/scan-report.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { applyFleet, printedFleet } from './apply-fleet.ts'
import type { Way } from './appliers.ts'
import { applyCorpus } from './corpus.ts'
import { manifestSource, printedSource } from './manifest-source.ts'
import { FLEET, hasCorpus, KUBE_PROMETHEUS } from './places.ts'
import { scanOnce } from './scan-cluster.ts'

/** What the fleet's own admission policy touches on every Deployment of the shop. */
const POLICY_LEAVES = ['cart', 'catalog', 'checkout', 'web'].flatMap((name) => [
  `Deployment shop/${name} .metadata.labels["fleet.example.dev/cost-centre"] needs-oracle`,
  `Deployment shop/${name} .spec.revisionHistoryLimit needs-oracle`,
])

function findingsOf({ findings, pending }: ScanReport): readonly string[] {
  return [...findings, ...pending].map(
    ({ object, kind, path, desired, live }) =>
      `${object.kind} ${object.namespace}/${object.name} ${kind} ${path} ${JSON.stringify(desired)} -> ${JSON.stringify(live)}`,
  )
}

function gapsOf({ notChecked }: ScanReport): readonly string[] {
  return notChecked
    .map(
      ({ object, kind, path, reason }) =>
        `${object?.kind ?? kind ?? ''} ${object?.namespace}/${object?.name} ${path} ${reason}`,
    )
    .sort()
}

describe.each<Way>(['server-side', 'client-side', 'helm'])('a fleet that was applied %s and has settled', (way) => {
  let cluster: TestCluster
  let sources: readonly LoadedSource[]

  beforeAll(async () => {
    cluster = await startCluster({ nodes: 2 })
    await applyFleet(cluster, way)
    sources = way === 'helm' ? [printedSource('fleet', await printedFleet())] : [manifestSource('fleet', FLEET)]
  })

  afterAll(() => cluster?.stop())

  it('has not drifted', async () => {
    const report = await scanOnce(cluster, sources)
    expect(findingsOf(report)).toEqual([])
    expect(gapsOf(report)).toEqual([])
    expect(report.verdict).toBe('in-sync')
    expect(report.summary.objects).toBe(FLEET_SIZE)
  })

  it('has not drifted for somebody who may only read, but for what admission alone can tell', async () => {
    const report = await scanOnce(cluster, sources, { readOnly: true })
    expect(findingsOf(report)).toEqual([])
    expect(gapsOf(report)).toEqual(POLICY_LEAVES)
  })
})

/** Guards against a source that was read half. */
const FLEET_SIZE = 71

describe.skipIf(!hasCorpus())('kube-prometheus, which is beside the repository on some machines', () => {
  describe.each<'server-side' | 'client-side'>(['server-side', 'client-side'])('that was applied %s', (way) => {
    let cluster: TestCluster
    let source: LoadedSource

    beforeAll(async () => {
      source = manifestSource('kube-prometheus', KUBE_PROMETHEUS)
      cluster = await startCluster({ nodes: 2 })
      await applyCorpus(cluster, way)
    })

    afterAll(() => cluster?.stop())

    it.each([false, true])('has not drifted (read-only: %s)', async (readOnly) => {
      const report = await scanOnce(cluster, [source], { readOnly })
      expect(findingsOf(report)).toEqual([])
      expect(gapsOf(report)).toEqual([])
      expect(report.summary.objects).toBeGreaterThan(120)
    })
  })
})
