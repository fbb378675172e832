import { stringify } from 'yaml'
import { DriftageError } from '../errors/driftage-error.ts'
import { desiredState } from '../loop/desired-state.ts'
import { examine } from '../loop/doctor.ts'
import { explainObject } from '../loop/explain-object.ts'
import { apiVersionsOf, runPass } from '../loop/pass.ts'
import { rbacFor } from '../loop/rbac.ts'
import { buildReport } from '../loop/report.ts'
import { parsePath } from '../model/field-path-parse.ts'
import type { ScanReport } from '../model/scan-report.ts'
import type { DiffArguments } from '../surfaces/cli/arguments/diff.ts'
import type { RbacArguments } from '../surfaces/cli/arguments/rbac.ts'
import type { ExplainArguments } from '../surfaces/cli/arguments/explain.ts'
import type { CommandPorts, Talk } from '../surfaces/cli/ports.ts'
import { runDemo } from './demo.ts'
import { knowledge } from './knowledge.ts'
import { chosenRef } from './object-choice.ts'
import { offlinePass } from './offline.ts'
import { setUpScan, type ClusterAsked, type ScanSetup } from './scan-setup.ts'
import { declaredRules } from './severity-rules.ts'

/** What the commands need done, with real clusters, real Git and the real renderer behind it. */
export function commandPorts(version: string): CommandPorts {
  return {
    scan: (asked, talk) => withScan(asked, talk, (setup) => scanCluster(setup)),
    diff: (asked, talk) => diffFiles(asked, talk),
    explain: (asked, talk) => withScan(asked, talk, (setup) => explainOne(asked, setup)),
    doctor: (asked, talk) => withScan(asked, talk, ({ ports, options }) => examine(ports, options, version)),
    rbac: (asked, talk) => withScan({ ...asked, readOnly: true }, talk, (setup) => printRole(asked, setup)),
    demo: (_asked, talk) => runDemo(talk),
    severityRules: declaredRules(),
  }
}

async function withScan<T>(asked: ClusterAsked, talk: Talk, work: (setup: ScanSetup) => Promise<T>): Promise<T> {
  const setup = await setUpScan(asked, talk)
  try {
    return await work(setup)
  } finally {
    await setup.close()
  }
}

async function scanCluster({ ports, options }: ScanSetup): Promise<ScanReport> {
  return buildReport(await runPass(ports, options, knowledge()), ports.cluster.name)
}

async function diffFiles(asked: DiffArguments, talk: Talk): Promise<ScanReport> {
  const { pass, cluster } = await offlinePass(asked, talk)
  return buildReport(pass, cluster)
}

async function explainOne(asked: ExplainArguments, { ports, options }: ScanSetup): Promise<ReturnType<CommandPorts['explain']> extends Promise<infer R> ? R : never> {
  const pass = await runPass(ports, options, knowledge())
  const ref = chosenRef(asked.object, pass, ports.cluster.name, options.defaultNamespace)
  const path = asked.path === undefined ? [] : (parsePath(asked.path) ?? [])
  const report = ref === undefined ? undefined : explainObject(pass, ref, path)
  if (report !== undefined) return report
  throw new DriftageError(
    'DRF4003',
    'None of the sources holds this object, so there is nothing to compare it with. Check the name, and that --source names where Git keeps it. Nothing was changed.',
  )
}

async function printRole(asked: RbacArguments, { ports, options }: ScanSetup): Promise<string> {
  const [version, discovery] = await Promise.all([ports.cluster.version(), ports.cluster.discover()])
  const kubeVersion = version.state === 'found' ? version.value : ''
  const sources = await ports.loadSources({ kubeVersion, apiVersions: apiVersionsOf(discovery) })
  const desired = desiredState(ports.cluster.name, sources, discovery, options.defaultNamespace)
  return rbacFor(desired, discovery, asked.oracle)
    .map((object) => stringify(object, { lineWidth: 0 }))
    .join('---\n')
}
