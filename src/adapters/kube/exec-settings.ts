import { dirname, isAbsolute, resolve, sep } from 'node:path'
import { DriftageError } from '../../errors/driftage-error.ts'
import { isList, isObject, type Json, property } from '../../model/json.ts'
import type { ExecApiVersion, ExecPlugin, InteractiveMode } from './cluster-config.ts'
import { badSetting, flagSetting, type KubeconfigEntry, textSetting } from './kubeconfig-file.ts'

const API_VERSIONS: readonly string[] = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
] satisfies readonly ExecApiVersion[]
const MODES: readonly string[] = ['Never', 'IfAvailable', 'Always'] satisfies readonly InteractiveMode[]
/** Where a cluster entry keeps what its plugin should know. */
const CLUSTER_EXTENSION = 'client.authentication.k8s.io/exec'

/** The `exec` setting of a user entry; undefined where there is none. @throws DriftageError DRF3004, DRF3005 */
export function execPlugin(user: KubeconfigEntry, cluster: KubeconfigEntry | undefined): ExecPlugin | undefined {
  const settings = property(user.settings, 'exec')
  if (settings === undefined || settings === null) return undefined
  if (!isObject(settings)) throw badSetting(user, 'exec', 'must be a map')
  const entry: KubeconfigEntry = { ...user, settings }
  const apiVersion = execApiVersion(entry)
  return {
    origin: user.origin,
    apiVersion,
    command: command(entry),
    args: args(entry),
    env: environment(entry),
    interactiveMode: interactiveMode(entry, apiVersion),
    installHint: textSetting(entry, 'installHint'),
    clusterInfo: flagSetting(entry, 'provideClusterInfo') ? { config: clusterExtension(cluster) } : undefined,
  }
}

function execApiVersion(entry: KubeconfigEntry): ExecApiVersion {
  const version = textSetting(entry, 'apiVersion')
  if (version !== undefined && API_VERSIONS.includes(version)) return version as ExecApiVersion
  throw new DriftageError(
    'DRF3005',
    `The exec plugin of the user "${entry.name}" has an apiVersion other than ${API_VERSIONS.join(' and ')}. Update the entry, as for kubectl. Nothing was read from any cluster.`,
    { place: entry.file },
  )
}

/** A name is looked for in PATH; a path is relative to the kubeconfig. */
function command(entry: KubeconfigEntry): string {
  const text = textSetting(entry, 'command')
  if (text === undefined) throw badSetting(entry, 'exec', 'needs a command')
  return text.includes(sep) && !isAbsolute(text) ? resolve(dirname(entry.file), text) : text
}

function args(entry: KubeconfigEntry): readonly string[] {
  const list = property(entry.settings, 'args') ?? []
  if (!isList(list) || !list.every((item) => typeof item === 'string')) {
    throw badSetting(entry, 'args of exec', 'must be a list of texts')
  }
  return list
}

function environment(entry: KubeconfigEntry): ExecPlugin['env'] {
  const list = property(entry.settings, 'env') ?? []
  const wrong = () => badSetting(entry, 'env of exec', 'must be a list of name and value')
  if (!isList(list)) throw wrong()
  return list.map((item) => {
    const name = isObject(item) ? property(item, 'name') : undefined
    const value = isObject(item) ? (property(item, 'value') ?? '') : undefined
    if (typeof name !== 'string' || name === '' || typeof value !== 'string') throw wrong()
    return { name, value }
  })
}

function interactiveMode(entry: KubeconfigEntry, apiVersion: ExecApiVersion): InteractiveMode {
  const mode = textSetting(entry, 'interactiveMode') ?? (apiVersion.endsWith('/v1beta1') ? 'IfAvailable' : undefined)
  if (mode !== undefined && MODES.includes(mode)) return mode as InteractiveMode
  throw badSetting(entry, 'interactiveMode of exec', `must be one of ${MODES.join(', ')}`)
}

function clusterExtension(cluster: KubeconfigEntry | undefined): Json | undefined {
  const extensions = (cluster && property(cluster.settings, 'extensions')) ?? []
  if (!isList(extensions)) return undefined
  const found = extensions.find((item) => isObject(item) && property(item, 'name') === CLUSTER_EXTENSION)
  return isObject(found) ? property(found, 'extension') : undefined
}
