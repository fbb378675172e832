import { writeFile } from 'node:fs/promises'
import { builtinSchemasOf } from './builtin-schemas.ts'
import { bareCluster } from './bare-cluster.ts'
import { dataText } from './data-text.ts'

/** Writes the schemas and kinds of the built-in groups. Run it after raising the Kubernetes version in tools/kube. */
export async function run(): Promise<void> {
  const cluster = await bareCluster()
  try {
    const text = dataText(await builtinSchemasOf(cluster.admin))
    await writeFile('src/diff/schema/data/builtin-schemas.json', text)
    console.error(`builtin-schemas.json: ${text.length} characters`)
  } finally {
    await cluster.stop()
  }
}
