import { homedir } from 'node:os'
import { resolve } from 'node:path'
import process from 'node:process'
import { compileCondition } from '../../adapters/cel/compile-condition.ts'
import { loadClusterConfig } from '../../adapters/kube/load-cluster-config.ts'
import type { Config, SourceConfig } from '../../config/config.ts'
import { configFromFlags } from '../../config/config-from-flags.ts'
import { loadConfig } from '../../config/load-config.ts'
import type { ErrorCode } from '../../errors/catalogue.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ServeFrom } from '../../surfaces/cli/arguments/serve.ts'
import { usualDataFolder } from './data-folder.ts'

/** What to watch, from the file or from the flags. @throws DriftageError DRF12xx, DRF30xx */
export function askedConfig(from: ServeFrom): Promise<Config> {
  return from.kind === 'config' ? fromFile(from.file) : fromFlags(from)
}

async function fromFile(file: string): Promise<Config> {
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
