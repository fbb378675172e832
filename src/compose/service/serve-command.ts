import { homedir } from 'node:os'
import { resolve } from 'node:path'
import process from 'node:process'
import { compileCondition } from '../../adapters/cel/compile-condition.ts'
import { loadClusterConfig } from '../../adapters/kube/load-cluster-config.ts'
import { createLog, type ServiceLog } from '../../adapters/log/create-log.ts'
import type { Config, SourceConfig } from '../../config/config.ts'
import { configFromFlags } from '../../config/config-from-flags.ts'
import { loadConfig } from '../../config/load-config.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ErrorCode } from '../../errors/catalogue.ts'
import type { ServeArguments, ServeFrom } from '../../surfaces/cli/arguments/serve.ts'
import type { ServiceStarted, Talk } from '../../surfaces/cli/ports.ts'
import { lazyRenderer } from '../sources.ts'
import { usualDataFolder } from './data-folder.ts'
import { followConfig } from './follow-config.ts'
import { serve, type Serving } from './serve.ts'

/** Runs the service for the command line: until the signal, then an orderly end. @throws DriftageError as `serve` */
export async function serveCommand(asked: ServeArguments, talk: Talk, version: string): Promise<ServiceStarted> {
  const { from } = asked
  const config = from.kind === 'config' ? await configOf(from.file) : await fromFlags(from)
  const log = createLog({ level: asked.logLevel })
  const renderer = lazyRenderer(from.kind === 'flags' ? from.desired.renderWith : undefined)
  const serving = await serve({ config, version, renderer, log })
  log.info('Started', { origin: serving.origin, clusters: config.clusters.length, sources: config.sources.length })
  if (from.kind === 'config') {
    const { signal } = talk
    void followConfig({ file: resolve(from.file), config, log, signal, apply: serving.watching.reload })
  }
  return { origin: serving.origin, ended: endedBy(talk.signal, serving, log) }
}

async function endedBy(signal: AbortSignal, serving: Serving, log: ServiceLog): Promise<void> {
  if (!signal.aborted) {
    await new Promise<void>((aborted) => signal.addEventListener('abort', () => aborted(), { once: true }))
  }
  log.info('Stopping')
  await serving.stop()
}

async function configOf(file: string): Promise<Config> {
  const loaded = await loadConfig(resolve(file), compileCondition)
  if ('config' in loaded) return loaded.config
  const [first, ...others] = loaded.errors
  if (first === undefined) throw new Error('a refused configuration without a reason')
  const more = others.length === 0 ? '' : ` (and ${others.length} more; driftage config check shows all)`
  throw new DriftageError(
    first.code as ErrorCode,
    `${first.message}${more}`,
    first.place === undefined ? {} : { place: first.place },
  )
}

async function fromFlags(from: Extract<ServeFrom, { readonly kind: 'flags' }>): Promise<Config> {
  const { kubeconfig, context, clusterName, data, listen, desired, ...rest } = from
  const around = { env: process.env, home: homedir(), cwd: process.cwd() }
  // The name of the cluster is the context's, which only the kubeconfig knows.
  const named = clusterName ?? (await loadClusterConfig({ kubeconfig, context }, around)).name
  const paths = desired.sources.flatMap((source) => (source.kind === 'path' ? [source.path] : []))
  const git = desired.sources.flatMap((source) => (source.kind === 'git' ? [source] : []))
  const { release, values, set, setString } = desired.helm
  const helm: SourceConfig['helm'] = {
    ...(release === undefined ? {} : { release }),
    valuesFiles: values.map((file) => resolve(file)),
    valuesInRepository: [],
    set,
    setString,
  }
  return configFromFlags({
    paths,
    git: git.map(({ repository, revision, folder }) => ({ url: repository, ref: revision, path: folder })),
    cluster: named,
    helm,
    folder: data ?? usualDataFolder(),
    oracle: rest.oracle,
    secrets: rest.secrets,
    ...(rest.namespace === undefined ? {} : { namespace: rest.namespace }),
    ...(rest.deployer === undefined ? {} : { deployer: rest.deployer }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(listen === undefined ? {} : listen),
  })
}
