import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workingTrees } from '../adapters/files/working-trees.ts'
import { readSource, type SourcePorts } from '../desired/read-source.ts'
import { DriftageError } from '../errors/driftage-error.ts'
import { buildReport } from '../loop/report.ts'
import type { ScanReport } from '../model/scan-report.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import { passOverDump, readDump } from './offline.ts'

const CLUSTER = 'demo'

/** The example holds no chart, so nobody asks. */
const NO_TARGET = { kubeVersion: '', apiVersions: [], namespace: 'default' }

/** Compares the example source with the dump that was recorded from a real cluster. Needs neither cluster nor network. */
export async function runDemo(
  talk: Pick<Talk, 'progress'>,
  folder = exampleFolder(),
  now = new Date(),
): Promise<ScanReport> {
  const spec = { kind: 'path', name: 'examples/demo/git', path: join(folder, 'git') } as const
  const comparison = {
    cluster: CLUSTER,
    objects: await readDump({ kind: 'path', path: join(folder, 'live.json') }),
    documents: [],
    load: async () => [await readSource(spec, NO_TARGET, ONLY_FILES)],
    options: { defaultNamespace: 'default', deployer: undefined },
    now,
  }
  return buildReport(await passOverDump(comparison, talk), CLUSTER)
}

/** The example is plain manifests, and whether it lies in somebody's repository says nothing about it. */
const ONLY_FILES: SourcePorts = {
  workingTrees,
  repositories: { describe: () => Promise.resolve(undefined), open: () => Promise.reject(notNeeded()) },
  renderer: { render: () => Promise.reject(notNeeded()), close: () => Promise.resolve() },
}

function notNeeded(): Error {
  return new Error('the example needs neither Git nor a renderer')
}

/** `examples/demo` beside `dist` in the package, and at the root of the repository. */
function exampleFolder(): string {
  let here = dirname(fileURLToPath(import.meta.url))
  for (let level = 0; level < 5; level++) {
    const candidate = join(here, 'examples', 'demo')
    if (existsSync(candidate)) return candidate
    here = dirname(here)
  }
  throw new DriftageError(
    'DRF4006',
    'The package has no examples/demo folder. Install driftage again; nothing else is affected.',
  )
}
