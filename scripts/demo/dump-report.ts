import { join } from 'node:path'
import { workingTrees } from '../../src/adapters/files/working-trees.ts'
import { passOverDump, readDump } from '../../src/compose/offline.ts'
import { readSource, type SourcePorts } from '../../src/desired/read-source.ts'
import { buildReport } from '../../src/loop/report.ts'
import type { ScanReport } from '../../src/model/scan-report.ts'

const CLUSTER = 'demo'

/** The example holds no chart, so nobody asks. */
const NO_TARGET = { kubeVersion: '', apiVersions: [], namespace: 'default' }

/** What `driftage diff` says of the example in a folder: its source against the dump that was recorded from a real cluster. */
export async function dumpReport(folder: string, now = new Date()): Promise<ScanReport> {
  const spec = { kind: 'path', name: 'examples/demo/git', path: join(folder, 'git') } as const
  const comparison = {
    cluster: CLUSTER,
    objects: await readDump({ kind: 'path', path: join(folder, 'live.json') }),
    documents: [],
    load: async () => [await readSource(spec, NO_TARGET, ONLY_FILES)],
    options: { defaultNamespace: 'default', deployer: undefined },
    now,
  }
  return buildReport(await passOverDump(comparison, { progress: () => {} }), CLUSTER)
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
