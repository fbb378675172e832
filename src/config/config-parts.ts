import { dirname, resolve } from 'node:path'
import type { Calendar } from '../model/calendar.ts'
import type { IncidentWindow } from '../model/incident-window.ts'
import { DEFAULT_ENVIRONMENTS } from '../policy/rules/severity-modifiers.ts'
import type { ClusterConfig, Config, EnvironmentsConfig, ResponseConfig, SourceConfig, StoreConfig } from './config.ts'
import type { ClusterInput } from './schema/cluster-schema.ts'
import type { IncludedFile, MainFile } from './schema/file-schema.ts'
import type { SourceInput } from './schema/source-schema.ts'
import { withoutUndefined } from './without-undefined.ts'

/** Paths are meant from the folder of the file in which they stand. */
export type FromFolder = (path: string) => string

export function fromFolderOf(file: string): FromFolder {
  return (path) => resolve(dirname(file), path)
}

export function clusterFrom(input: ClusterInput, fromFolder: FromFolder): ClusterConfig {
  const { name, inCluster, kubeconfig, context, namespaces, audit, oracle, secrets } = input
  const file = kubeconfig === undefined ? undefined : fromFolder(kubeconfig)
  return {
    name,
    access:
      inCluster === true ? { kind: 'in-cluster' } : { kind: 'kubeconfig', ...withoutUndefined({ file, context }) },
    ...withoutUndefined({ namespaces }),
    audit:
      audit &&
      withoutUndefined({ token: audit.token, file: audit.file === undefined ? undefined : fromFolder(audit.file) }),
    oracle,
    secrets,
  }
}

/** `only`: the cluster that is meant where the source names none. */
export function sourceFrom(input: SourceInput, only: string | undefined, fromFolder: FromFolder): SourceConfig {
  const { name, git, path, helm, clusters, namespace, deployer, owner, fetchInterval, response } = input
  return {
    name,
    from:
      git === undefined
        ? { kind: 'path', path: fromFolder(path ?? '.') }
        : { kind: 'git', repository: repositoryFrom(git.url, fromFolder), revision: git.ref, folder: git.path },
    helm: helm && { ...withoutUndefined(helm), valuesFiles: helm.values.map(fromFolder) },
    clusters: clusters ?? (only === undefined ? [] : [only]),
    namespace,
    deployer,
    owner,
    intervalMs: fetchInterval,
    steps: response?.steps,
  }
}

/** Anything that is no URL and no `user@host:path` is a repository on this machine. */
function repositoryFrom(url: string, fromFolder: FromFolder): string {
  return URL.canParse(url) || /^[^/]+:/.test(url) ? url : fromFolder(url)
}

export function storeFrom({ folder, postgres }: MainFile['store'], fromFolder: FromFolder): StoreConfig {
  if (postgres !== undefined) return { kind: 'postgres', url: postgres }
  return { kind: 'embedded', folder: fromFolder(folder ?? 'driftage-data') }
}

/** Enough for people to keep up with, unless they say otherwise. */
const DAILY_CAPS: ResponseConfig['dailyCaps'] = {
  notify: 100,
  revert: 20,
  'pull-request': 10,
  ticket: 20,
  escalate: 20,
}

export function responseFrom(input: MainFile['response']): ResponseConfig {
  const { steps, dailyCaps, calendar, timeZone, breaker, stalledAfter, baselineSpeaks } = input
  return {
    steps,
    dailyCaps: { ...DAILY_CAPS, ...withoutUndefined(dailyCaps) },
    calendar,
    timeZone,
    breaker: { objects: breaker.objects, share: breaker.percent / 100 },
    stalledAfterMs: stalledAfter,
    baselineSpeaks,
  }
}

export function environmentsFrom({ production, nonProduction, watched }: MainFile['environments']): EnvironmentsConfig {
  const places = (input: typeof production) =>
    input && { clusters: input.clusters ?? [], namespaces: input.namespaces ?? [] }
  const { production: usual, nonProduction: usualOthers } = DEFAULT_ENVIRONMENTS
  return {
    production: places(production) ?? { clusters: usual.clusters ?? [], namespaces: usual.namespaces ?? [] },
    nonProduction: places(nonProduction) ?? {
      clusters: usualOthers.clusters ?? [],
      namespaces: usualOthers.namespaces ?? [],
    },
    watched,
  }
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

export function calendarFrom({ name, timeZone, working, holidays }: IncludedFile['calendars'][number]): Calendar {
  const hours = working.map(({ days, from, to }) => ({
    days: days.map((day) => DAYS.indexOf(day)),
    from: minutesFrom(from),
    to: minutesFrom(to),
  }))
  return { name, timeZone, working: hours, holidays }
}

function minutesFrom(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

export function incidentFrom({ name, from, until, scope }: IncludedFile['incidents'][number]): IncidentWindow {
  return { name, from: Date.parse(from), until: Date.parse(until), scope: withoutUndefined(scope) }
}

export function ownersFrom({ teams, labels }: MainFile['owners']): Config['owners'] {
  return { teams: teams.map(withoutUndefined), labels }
}
