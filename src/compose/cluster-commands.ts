import { stringify } from 'yaml'
import { DriftageError } from '../errors/driftage-error.ts'
import { desiredState } from '../loop/desired-state.ts'
import { examine } from '../loop/doctor.ts'
import { explainObject } from '../loop/explain-object.ts'
import { apiVersionsOf, runPass } from '../loop/pass.ts'
import { rbacFor } from '../loop/rbac.ts'
import { buildReport } from '../loop/report.ts'
import type { DoctorReport } from '../model/doctor-report.ts'
import type { ExplainReport } from '../model/explain-report.ts'
import { parsePath } from '../model/field-path-parse.ts'
import type { ScanReport } from '../model/scan-report.ts'
import type { ExplainArguments } from '../surfaces/cli/arguments/explain.ts'
import type { ScanArguments } from '../surfaces/cli/arguments/scan.ts'
import type { RbacArguments } from '../surfaces/cli/arguments/rbac.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import { knowledge } from './knowledge.ts'
import { chosenRef } from './object-choice.ts'
import { setUpScan, type ClusterAsked, type ScanSetup } from './scan-setup.ts'

/** Commands that talk to a cluster. */
export function scan(asked: ScanArguments, talk: Talk): Promise<ScanReport> {
  return withScan(asked, talk, async (setup) => {
    const { ports, options } = setup
    if (asked.remember === undefined) return buildReport(await runPass(ports, options, knowledge()), ports.cluster.name)
    return (await import('./remember.ts')).scanAndRemember(setup, asked.remember.data)
  })
}

export function doctor(asked: ClusterAsked, talk: Talk, version: string): Promise<DoctorReport> {
  return withScan(asked, talk, ({ ports, options }) => examine(ports, options, version))
}

export function explain(asked: ExplainArguments, talk: Talk): Promise<ExplainReport> {
  return withScan(asked, talk, (setup) => explainOne(asked, setup))
}

/** The exact role for the sources, as YAML documents. */
export function rbac(asked: RbacArguments, talk: Talk): Promise<string> {
  return withScan({ ...asked, readOnly: true }, talk, (setup) => printRole(asked, setup))
}

async function withScan<T>(asked: ClusterAsked, talk: Talk, work: (setup: ScanSetup) => Promise<T>): Promise<T> {
  const setup = await setUpScan(asked, talk)
  try {
    return await work(setup)
  } finally {
    await setup.close()
  }
}

async function explainOne(asked: ExplainArguments, { ports, options }: ScanSetup): Promise<ExplainReport> {
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
  const sources = await ports.loadSources(Promise.resolve({ kubeVersion, apiVersions: apiVersionsOf(discovery) }))
  const desired = desiredState(ports.cluster.name, sources, discovery, options.defaultNamespace)
  return rbacFor(desired, discovery, asked.oracle)
    .map((object) => stringify(object, { lineWidth: 0 }))
    .join('---\n')
}
