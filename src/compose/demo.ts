import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DriftageError } from '../errors/driftage-error.ts'
import { buildReport } from '../loop/report.ts'
import type { ScanReport } from '../model/scan-report.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import { offlinePass } from './offline.ts'

/** Compares the example source with the dump that was recorded from a real cluster. Needs neither cluster nor network. */
export async function runDemo(talk: Talk): Promise<ScanReport> {
  const folder = exampleFolder()
  const { pass, cluster } = await offlinePass(
    {
      desired: {
        sources: [{ kind: 'path', path: join(folder, 'git') }],
        helm: { values: [], set: [], setString: [] },
      },
      live: { kind: 'path', path: join(folder, 'live.json') },
      openApiFiles: [],
      clusterName: 'demo',
      report: { output: 'table', failOn: 'low', include: [] },
      talk: { quiet: true, debug: false },
    },
    talk,
  )
  return buildReport(pass, cluster)
}

/** `examples/demo` beside `dist` in the package, and at the root of the repository. */
function exampleFolder(): string {
  let here = dirname(fileURLToPath(import.meta.url))
  for (let level = 0; level < 5; level++) {
    const candidate = join(here, 'examples', 'demo')
    if (existsSync(candidate)) return candidate
    here = dirname(here)
  }
  throw new DriftageError('DRF4006', 'The package has no examples/demo folder. Install driftage again; nothing else is affected.')
}
