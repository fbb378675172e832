import { afterAll, beforeAll } from 'vitest'
import { startBareCluster, stopBareCluster } from './bare-cluster.ts'

// One cluster for stories that do not disturb each other, since each takes the machine some ten seconds. It is up before
// the hooks of the stories run, and goes after them.
beforeAll(startBareCluster)
afterAll(stopBareCluster)

await import('./exit-codes.stories.ts')
await import('./bad-input/charts.stories.ts')
await import('./bad-input/git-sources.stories.ts')
await import('./bad-input/rights-and-states.stories.ts')
await import('./bad-input/failing-cluster.stories.ts')
await import('./commands/custom-kinds.stories.ts')
