import { isOracleKind } from '../diff/oracle-manifest.ts'
import type { ClusterReader, Discovery, Reading } from '../live/cluster-reader.ts'
import type { DoctorCheck, DoctorGroup, DoctorReport } from '../model/doctor-report.ts'
import type { KindInfo } from '../model/kind-info.ts'
import { compareText } from '../model/object-ref.ts'
import { desiredState, type DesiredState } from './desired-state.ts'
import { liveState, type LiveState } from './live-state.ts'
import { apiVersionsOf } from './pass.ts'
import type { LoadedSource, ScanOptions, ScanPorts } from './scan-ports.ts'

/** Oldest and newest minor of Kubernetes 1 that the defaults table and type facts were checked against. */
const CHECKED_MINORS = { oldest: 33, newest: 36 } as const

/** Says whether a scan would work from here and what it could not decide. Reads only. */
export async function examine(ports: ScanPorts, options: ScanOptions, ownVersion: string): Promise<DoctorReport> {
  const [version, discovery] = await Promise.all([ports.cluster.version(), ports.cluster.discover()])
  const time = `${ports.now().toISOString().slice(0, 19)}Z`
  const groups: DoctorGroup[] = [
    { id: 'connection', checks: connectionChecks(ports.cluster.name, version, discovery) },
    { id: 'versions', checks: versionChecks(version, ownVersion) },
  ]
  if (version.state !== 'found') return { schemaVersion: 'driftage.dev/doctor/v1', time, groups }
  const sources = await ports.loadSources(
    Promise.resolve({ kubeVersion: version.value, apiVersions: apiVersionsOf(discovery) }),
  )
  const desired = desiredState(ports.cluster.name, sources, discovery, options.defaultNamespace)
  const rights = await rightsChecks(ports.cluster, desired, discovery, options)
  const live = await liveState(desired.objects, discovery, ports, options)
  groups.push(
    { id: 'rights', checks: rights },
    { id: 'sources', checks: sources.map(sourceCheck) },
    { id: 'deployer', checks: [deployerCheck(live, desired)] },
    { id: 'undecided', checks: undecidedChecks(live, rights) },
  )
  return { schemaVersion: 'driftage.dev/doctor/v1', time, groups }
}

function connectionChecks(name: string, version: Reading<string>, discovery: Discovery): readonly DoctorCheck[] {
  if (version.state !== 'found') {
    const detail = version.state === 'failed' ? version.error.message : 'The server does not tell its version.'
    return [
      {
        id: 'connection.server',
        title: `Cluster ${name}`,
        status: 'failed',
        detail,
        remedy: 'Check the kubeconfig and the network.',
      },
    ]
  }
  const failed = discovery.failed.map(
    (one): DoctorCheck => ({
      id: `connection.discovery.${one.group}/${one.version}`,
      title: `Group ${one.group || 'core'}/${one.version}`,
      status: 'warn',
      detail: one.error.message,
      remedy: 'Objects of this group cannot be checked until its API service answers.',
    }),
  )
  const detail = `It answers and serves ${discovery.kinds.length} kinds.`
  return [{ id: 'connection.server', title: `Cluster ${name}`, status: 'ok', detail }, ...failed]
}

function versionChecks(version: Reading<string>, ownVersion: string): readonly DoctorCheck[] {
  const own: DoctorCheck = { id: 'versions.driftage', title: 'driftage', status: 'ok', detail: ownVersion }
  if (version.state !== 'found') return [own]
  const minor = Number(/^v1\.(\d+)/.exec(version.value)?.[1] ?? Number.NaN)
  const checked = minor >= CHECKED_MINORS.oldest && minor <= CHECKED_MINORS.newest
  const range = `1.${CHECKED_MINORS.oldest} to 1.${CHECKED_MINORS.newest}`
  return [
    own,
    {
      id: 'versions.kubernetes',
      title: 'Kubernetes',
      status: checked ? 'ok' : 'warn',
      detail: checked ? version.value : `${version.value}; defaults were checked against ${range}.`,
      ...(checked ? {} : { remedy: 'Allow dry-run creates, so that the server itself says what it fills in.' }),
    },
  ]
}

async function rightsChecks(
  cluster: ClusterReader,
  desired: DesiredState,
  discovery: Discovery,
  options: ScanOptions,
): Promise<readonly DoctorCheck[]> {
  const asked = new Map<string, { kind: KindInfo; namespace: string; verb: string }>()
  for (const entry of desired.objects) {
    const { kindInfo: kind, namespace } = entry.manifests[0]
    const verbs = ['get', ...(options.readOnly || !isOracleKind(kind.group, kind.kind) ? [] : ['create'])]
    for (const verb of verbs)
      asked.set(`${verb} ${kind.group}/${kind.resource} ${namespace}`, { kind, namespace, verb })
  }
  const mutating = discovery.kinds.filter(
    ({ group, kind }) => group === 'admissionregistration.k8s.io' && kind.startsWith('Mutating'),
  )
  for (const kind of mutating) asked.set(`list ${kind.group}/${kind.resource} `, { kind, namespace: '', verb: 'list' })
  const checks = await Promise.all([...asked.values()].map((one) => rightCheck(cluster, one)))
  return checks.toSorted((a, b) => compareText(a.id, b.id))
}

async function rightCheck(
  cluster: ClusterReader,
  { kind, namespace, verb }: { kind: KindInfo; namespace: string; verb: string },
): Promise<DoctorCheck> {
  const answer = await cluster.mayI({ verb, group: kind.group, resource: kind.resource, namespace })
  const where = namespace === '' ? '' : ` in ${namespace}`
  const id = `rights.${verb}.${kind.group === '' ? '' : `${kind.group}/`}${kind.resource}${namespace === '' ? '' : `.${namespace}`}`
  const title = `${verb} ${kind.resource}${where}`
  if (answer.state !== 'found') {
    return { id, title, status: 'warn', detail: 'The server would not say whether this is allowed.' }
  }
  if (answer.value) return { id, title, status: 'ok', detail: 'Held.' }
  if (verb !== 'create') {
    return { id, title, status: 'missing', detail: 'Not held.', remedy: 'Apply what `driftage rbac` prints.' }
  }
  const detail = 'Not held, so the server cannot be asked what it makes of a manifest.'
  return {
    id,
    title,
    status: 'warn',
    detail,
    remedy: 'Apply what `driftage rbac --oracle` prints, or live with needs-oracle.',
  }
}

function sourceCheck(source: LoadedSource): DoctorCheck {
  const { name, revision, dirty } = source.revision
  const id = `sources.${name}`
  const [gap] = source.gaps
  if (gap !== undefined) return { id, title: name, status: 'failed', detail: gap.message }
  const at = revision === '' ? 'no revision' : `${revision.slice(0, 7)}${dirty ? ' with uncommitted changes' : ''}`
  const detail = `${source.manifests.length} manifests at ${at}.`
  if (source.history !== undefined) return { id, title: name, status: 'ok', detail }
  const remedy = 'Read it from a Git repository, so that pending changes can be told from drift.'
  return { id, title: name, status: 'warn', detail: `${detail} It has no history.`, remedy }
}

function deployerCheck({ deployer }: LiveState, desired: DesiredState): DoctorCheck {
  const id = 'deployer'
  const title = 'Deployer'
  const remedy = 'Name it with --deployer.'
  switch (deployer.state) {
    case 'found': {
      const how = deployer.how === 'named' ? 'named by you' : `owns most of what ${desired.objects.length} objects hold`
      return { id, title, status: 'ok', detail: `${deployer.deployer.manager}: ${how}.` }
    }
    case 'none':
      return { id, title, status: 'missing', detail: 'No known deployer owns fields of these objects.', remedy }
    case 'tied': {
      const names = deployer.candidates.map((one) => one.manager).join(', ')
      return { id, title, status: 'missing', detail: `Several own equally much: ${names}.`, remedy }
    }
  }
}

function undecidedChecks(live: LiveState, rights: readonly DoctorCheck[]): readonly DoctorCheck[] {
  const checks: DoctorCheck[] = []
  const oracle = rights.some((check) => check.id.startsWith('rights.create.') && check.status === 'ok')
  if (live.admission.state === 'unknown') {
    checks.push({
      id: 'undecided.admission',
      title: 'Mutating admission',
      status: 'missing',
      detail: 'Webhooks and policies may not be listed, so additions without an owner cannot be judged.',
      remedy: 'Apply what `driftage rbac` prints.',
    })
  } else if (live.admission.mutations.length > 0 && !oracle) {
    const names = [...new Set(live.admission.mutations.map((one) => one.name))].sort(compareText).join(', ')
    checks.push({
      id: 'undecided.oracle',
      title: 'What admission puts in',
      status: 'warn',
      detail: `${names} may change what is sent; without dry-run creates their work cannot be told from other changes.`,
      remedy: 'Apply what `driftage rbac --oracle` prints.',
    })
  }
  if (checks.length === 0) {
    checks.push({
      id: 'undecided',
      title: 'Undecided',
      status: 'ok',
      detail: 'Nothing that these rights would leave open.',
    })
  }
  return checks
}
