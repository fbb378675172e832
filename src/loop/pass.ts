import type { DefaultsTable } from '../diff/defaults-table.ts'
import { engineWord } from '../live/engine-word.ts'
import type { Discovery } from '../live/cluster-reader.ts'
import type { Deployer } from '../model/deployer.ts'
import type { RuleIndex } from '../policy/rule-index.ts'
import { assessObject } from './assess-object.ts'
import type { Assessment } from './assessment.ts'
import { desiredState, type DesiredState } from './desired-state.ts'
import { FactsReader } from './facts.ts'
import { liveState, type LiveState } from './live-state.ts'
import { Oracle } from './oracle.ts'
import type { PassContext, RunningRevision } from './pass-context.ts'
import { removedInGit } from './removed-in-git.ts'
import { findRunningRevision } from './running-revision.ts'
import type { LoadedSource, ScanOptions, ScanPorts } from './scan-ports.ts'
import { timelinesOf } from './timelines.ts'

/** What driftage itself knows, whatever the cluster: rules and defaults. */
export interface Knowledge {
  readonly rules: RuleIndex
  readonly defaults: DefaultsTable
}

/** Everything that one pass found out, before it is put into a report. */
export interface PassResult {
  readonly version: string
  readonly sources: readonly LoadedSource[]
  readonly desired: DesiredState
  readonly live: LiveState
  readonly assessments: readonly Assessment[]
  readonly seenAt: string
  readonly options: ScanOptions
}

/** One pass over one cluster: what Git says, what runs, how they differ, and what nobody knows. Read this first. */
export async function runPass(ports: ScanPorts, options: ScanOptions, knowledge: Knowledge): Promise<PassResult> {
  const seenAt = secondsOf(ports.now())
  const cluster = readCluster(ports)
  const target = cluster.then(({ version, discovery }) => ({
    kubeVersion: version,
    apiVersions: apiVersionsOf(discovery),
  }))
  const sources = await ports.loadSources(target)
  const { version, discovery } = await cluster
  const desired = desiredState(ports.cluster.name, sources, discovery, options.defaultNamespace)
  const live = await liveState(desired.objects, discovery, ports, options)
  const pass = passContext({ ports, options, knowledge, seenAt, discovery, sources, live })
  const assessments = await assessAll(desired, live, pass, ports)
  const removals = await removedInGit(desired, discovery, pass, ports, options)
  return { version, sources, desired, live, assessments: [...assessments, ...removals], seenAt, options }
}

async function readCluster(ports: ScanPorts): Promise<{ readonly version: string; readonly discovery: Discovery }> {
  ports.progress('Asking the cluster what it serves')
  const [version, discovery] = await Promise.all([ports.cluster.version(), ports.cluster.discover()])
  return { version: version.state === 'found' ? version.value : '', discovery }
}

/** Group versions, and each kind in its group version, as Helm's `.Capabilities.APIVersions` lists them. */
export function apiVersionsOf(discovery: Discovery): readonly string[] {
  const names = new Set<string>()
  for (const { group, version, kind } of discovery.kinds) {
    const apiVersion = group === '' ? version : `${group}/${version}`
    names.add(apiVersion).add(`${apiVersion}/${kind}`)
  }
  return [...names].sort()
}

async function assessAll(
  desired: DesiredState,
  live: LiveState,
  pass: PassContext,
  ports: ScanPorts,
): Promise<readonly Assessment[]> {
  let done = 0
  return Promise.all(
    desired.objects.map(async (entry) => {
      const object = live.objects.get(entry)
      if (object === undefined) throw new Error(`no reading for ${entry.ref.kind}/${entry.ref.name}`)
      const assessment = await assessObject(entry, object, pass)
      ports.progress('Comparing', ++done, desired.objects.length)
      return assessment
    }),
  )
}

interface Parts {
  readonly ports: ScanPorts
  readonly options: ScanOptions
  readonly knowledge: Knowledge
  readonly seenAt: string
  readonly discovery: Discovery
  readonly sources: readonly LoadedSource[]
  readonly live: LiveState
}

function passContext({ ports, options, knowledge, seenAt, discovery, sources, live }: Parts): PassContext {
  const deployer: Deployer | undefined = live.deployer.state === 'found' ? live.deployer.deployer : undefined
  const timelines = timelinesOf(sources, discovery, options.defaultNamespace)
  const running = new Map<string, Promise<RunningRevision | undefined>>()
  const pass: PassContext = {
    ...knowledge,
    admission: live.admission,
    facts: new FactsReader(ports.cluster, discovery),
    oracle: new Oracle(ports.cluster, options.readOnly),
    timelines,
    heads: headsOf(sources),
    seenAt,
    agreedFor: (ref) => ports.agreedFor?.(ref) ?? Promise.resolve(undefined),
    deployerFor: () => deployer,
    engineWordFor: (object) => engineWord(object, live.engines),
    runningRevision: (source) => {
      const timeline = timelines.get(source)
      if (timeline === undefined || !timeline.isKnown) return Promise.resolve(undefined)
      let found = running.get(source)
      if (found === undefined)
        running.set(source, (found = findRunningRevision(ofSource(live, source), timeline, pass)))
      return found
    },
  }
  return pass
}

function headsOf(sources: readonly LoadedSource[]): ReadonlyMap<string, string> {
  const commits = sources.filter(
    ({ revision, history }) => history !== undefined && revision.revision !== '' && !revision.dirty,
  )
  return new Map(commits.map(({ revision }) => [revision.name, revision.revision]))
}

function ofSource(live: LiveState, source: string): LiveState['objects'] {
  return new Map([...live.objects].filter(([entry]) => entry.manifests.some((one) => one.source === source)))
}

/** The API server's own times have whole seconds, and bounds are compared with them. */
function secondsOf(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}
