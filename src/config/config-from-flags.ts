import { basename, resolve } from 'node:path'
import { DriftageError } from '../errors/driftage-error.ts'
import type { Config, SourceConfig } from './config.ts'
import { environmentsFrom, ownersFrom, responseFrom } from './config-parts.ts'
import { mainFileSchema } from './schema/file-schema.ts'

/** What a small team says on the command line instead of writing a file. */
export interface ConfigFlags {
  /** Files and folders on this machine. */
  readonly paths: readonly string[]
  readonly git?: readonly { readonly url: string; readonly ref?: string; readonly path?: string }[]
  /** Name of the cluster: `--cluster-name`, else the context. */
  readonly cluster: string
  readonly kubeconfig?: string
  readonly context?: string
  readonly namespaces?: readonly string[]
  readonly deployer?: string
  readonly namespace?: string
  readonly helm?: SourceConfig['helm']
  /** Data folder. */
  readonly folder: string
  readonly address?: string
  readonly port?: number
  readonly oracle?: boolean
  readonly secrets?: boolean
}

/** The configuration that says the same as the flags, with every default of the file. @throws DriftageError DRF1212 */
export function configFromFlags(flags: ConfigFlags): Config {
  const sources = [...flags.paths.map((path) => pathSource(path, flags)), ...gitSources(flags)]
  if (sources.length === 0) {
    throw new DriftageError('DRF1212', 'There is no source: name a file, a folder or --git. Nothing was started.')
  }
  const defaults = mainFileSchema.parse({ version: 1 }, { jitless: true })
  return {
    store: { kind: 'embedded', folder: resolve(flags.folder) },
    listen: {
      ...defaults.listen,
      ...(flags.address === undefined ? {} : { address: flags.address }),
      ...(flags.port === undefined ? {} : { port: flags.port }),
    },
    clusters: [clusterOf(flags)],
    sources: named(sources),
    rules: [],
    calendars: [],
    response: responseFrom(defaults.response),
    environments: environmentsFrom(defaults.environments),
    sourceBounds: {
      aspects: defaults.sourceBounds.aspects,
      maxGraceMs: defaults.sourceBounds.maxGrace,
      maxRules: defaults.sourceBounds.maxRules,
    },
    owners: ownersFrom(defaults.owners),
    incidents: [],
    retention: { findingsMs: defaults.retention.findings, activityMs: defaults.retention.activity },
    webhooks: { secrets: [] },
  }
}

function clusterOf(flags: ConfigFlags): Config['clusters'][number] {
  return {
    name: flags.cluster,
    access: {
      kind: 'kubeconfig',
      ...(flags.kubeconfig === undefined ? {} : { file: resolve(flags.kubeconfig) }),
      ...(flags.context === undefined ? {} : { context: flags.context }),
    },
    ...(flags.namespaces === undefined ? {} : { namespaces: flags.namespaces }),
    audit: undefined,
    oracle: flags.oracle ?? false,
    secrets: flags.secrets ?? false,
  }
}

const MINUTE_MS = 60_000

function sourceOf(name: string, from: SourceConfig['from'], flags: ConfigFlags): SourceConfig {
  return {
    name,
    from,
    helm: flags.helm,
    clusters: [flags.cluster],
    namespace: flags.namespace ?? 'default',
    deployer: flags.deployer,
    owner: undefined,
    intervalMs: MINUTE_MS,
    steps: undefined,
  }
}

function pathSource(path: string, flags: ConfigFlags): SourceConfig {
  return sourceOf(basename(resolve(path)), { kind: 'path', path: resolve(path) }, flags)
}

function gitSources(flags: ConfigFlags): readonly SourceConfig[] {
  return (flags.git ?? []).map(({ url, ref = 'HEAD', path = '.' }) => {
    const name = basename(path === '.' ? url.replace(/\/+$/, '').replace(/\.git$/, '') : path)
    return sourceOf(name, { kind: 'git', repository: url, revision: ref, folder: path }, flags)
  })
}

/** Two folders may have the same last name; the second is told apart by a number, in the order of the command line. */
function named(sources: readonly SourceConfig[]): readonly SourceConfig[] {
  const taken = new Set<string>()
  return sources.map((source) => {
    let name = source.name
    for (let count = 2; taken.has(name); count++) name = `${source.name}-${count}`
    taken.add(name)
    return { ...source, name }
  })
}
