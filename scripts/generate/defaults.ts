import { writeFile } from 'node:fs/promises'
import type { DefaultsTable } from '../../src/diff/defaults-table.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { bareCluster } from './bare-cluster.ts'
import { dataText } from './data-text.ts'
import { defaultsOf } from './defaults/defaults-of.ts'

/** Writes the table of defaults. Run it after raising the Kubernetes version in tools/kube and writing the schemas. */
export async function run(): Promise<void> {
  const cluster = await bareCluster()
  try {
    const { table, probes, answered, disagreements } = await defaultsOf(cluster.admin)
    await writeFile('src/diff/data/defaults.json', tableText(table))
    console.error(`${answered} of ${probes} probes answered`)
    for (const one of disagreements) console.error(one)
  } finally {
    await cluster.stop()
  }
}

export function tableText(table: DefaultsTable): string {
  return dataText(table as unknown as JsonObject)
}
