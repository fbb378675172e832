import process from 'node:process'
import { runDifferential } from '../../differential/run-differential.ts'
import { runDurations } from '../../differential/run-durations.ts'
import { runQuantities } from '../../differential/run-quantities.ts'
import { runYaml } from '../../differential/run-yaml.ts'
import { CAMPAIGNS, writeSection } from '../../pages/page-section.ts'

/** The whole campaign: at least 50,000 pairs the library answers, quantities, durations and YAML. Argument: seed. */
export async function run([seedText = '20260']: readonly string[]): Promise<void> {
  const seed = Number(seedText)
  console.error('comparing schemas and objects with structured-merge-diff')
  const objects = await runDifferential(75_000, seed)
  console.error('comparing quantities and durations with apimachinery')
  const quantities = await runQuantities(200_000, seed)
  const durations = await runDurations(50_000, seed)
  console.error('comparing YAML with sigs.k8s.io/yaml and kyaml')
  const yaml = await runYaml(10_000, seed)
  const section = `## differential

Our reading against the libraries of the API server and of kubectl, on seeded random input (seed ${seed}).

| what | compared | disagreements |
|---|---|---|
| schema and object pairs with structured-merge-diff: added, removed, modified and field sets | ${objects.pairs} (${objects.compared} answered, ${objects.different} of them different), ${Math.round(objects.seconds)} s | ${objects.disagreements.length} |
| quantities with k8s.io/apimachinery | ${quantities.pairs} (${quantities.compared} valid, ${quantities.equal} equal) | ${quantities.disagreements.length} |
| durations with metav1.Duration | ${durations.pairs} (${durations.equal} equal) | ${durations.disagreements.length} |
| YAML files with sigs.k8s.io/yaml and kyaml | ${yaml.files} (${yaml.readable} readable answers, ${yaml.accepted} accepted with a reason in test/differential/accepted-yaml.ts) | ${yaml.disagreements.length} |

The library refuses objects that break their own schema; those pairs are not counted as answered.
`
  writeSection(CAMPAIGNS, 'differential', section)
  console.log(section)
  const all = [objects, quantities, durations, yaml].reduce((sum, { disagreements }) => sum + disagreements.length, 0)
  if (all > 0) process.exitCode = 1
}
