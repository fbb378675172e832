import { join } from 'node:path'
import type { TestCluster } from '../cluster/cluster.ts'
import { applyFiles, installChart, printedChart, type Way } from './appliers.ts'
import { waitForAdmissionPolicy, waitForControllers, waitForDefinitions } from './fleet-settled.ts'
import { FLEET, FLEET_CHART } from './places.ts'

/**
 * Brings the example fleet into a cluster and waits until its controllers are done. The platform comes first, since its
 * admission policy acts only on what is written later. May be repeated.
 */
export async function applyFleet(cluster: TestCluster, way: Way): Promise<void> {
  if (way === 'helm') await installParts(cluster)
  else await applyParts(cluster, way)
  await waitForControllers(cluster)
  await cluster.waitForSettled({ timeoutMs: 120_000 })
}

async function applyParts(cluster: TestCluster, way: 'server-side' | 'client-side'): Promise<void> {
  await applyFiles(cluster, way, [join(FLEET, 'namespaces.yaml'), join(FLEET, 'crds')])
  await waitForDefinitions(cluster)
  await applyFiles(cluster, way, [join(FLEET, 'platform')])
  await waitForAdmissionPolicy(cluster)
  await applyFiles(cluster, way, [join(FLEET, 'shop')])
}

/** The two releases of the chart, and the values that make them. */
export const FLEET_RELEASES = [
  { name: 'platform', values: ['parts.shop=false'] },
  { name: 'shop', values: ['parts.platform=false'] },
] as const

async function installParts(cluster: TestCluster): Promise<void> {
  const [platform, shop] = FLEET_RELEASES
  await installChart(cluster, platform.name, FLEET_CHART, platform.values)
  await waitForDefinitions(cluster)
  await waitForAdmissionPolicy(cluster)
  await installChart(cluster, shop.name, FLEET_CHART, shop.values)
}

/** What both releases of the chart render to. */
export async function printedFleet(): Promise<string> {
  const [platform, shop] = FLEET_RELEASES
  const parts = [
    await printedChart(platform.name, FLEET_CHART, platform.values),
    // The definitions came with the first release.
    withoutDefinitions(await printedChart(shop.name, FLEET_CHART, shop.values)),
  ]
  return parts.join('\n---\n')
}

function withoutDefinitions(text: string): string {
  return text
    .split(/^---$/m)
    .filter((document) => !/^kind: CustomResourceDefinition$/m.test(document))
    .join('---')
}
