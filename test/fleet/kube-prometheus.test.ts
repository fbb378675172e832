import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadedSource } from '../../src/loop/scan-ports.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { applyCorpus } from './corpus.ts'
import { findingsOf, gapsOf } from './false-alarms.ts'
import { manifestSource } from './manifest-source.ts'
import { hasCorpus, KUBE_PROMETHEUS } from './places.ts'
import { scanOnce } from './scan-cluster.ts'

describe.skipIf(!hasCorpus())('kube-prometheus, which is beside the repository on some machines', () => {
  describe.each<'server-side' | 'client-side'>(['server-side', 'client-side'])('that was applied %s', (way) => {
    let cluster: TestCluster
    let source: LoadedSource

    beforeAll(async () => {
      source = manifestSource('kube-prometheus', KUBE_PROMETHEUS)
      cluster = await startCluster({ nodes: 2, auditLevel: 'Metadata' })
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
