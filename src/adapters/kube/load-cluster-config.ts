import { DriftageError } from '../../errors/driftage-error.ts'
import type { ClusterConfig, TlsSettings } from './cluster-config.ts'
import { credentialSettings, impersonation, pem } from './cluster-credentials.ts'
import { type ClusterFlags, requestTimeoutMs } from './cluster-flags.ts'
import { inClusterConfig } from './in-cluster.ts'
import {
  badSetting,
  flagSetting,
  type Kubeconfig,
  type KubeconfigEntry,
  type KubeconfigSection,
  textSetting,
} from './kubeconfig-file.ts'
import { readKubeconfigs, type Surroundings } from './kubeconfig-files.ts'
import { proxyFor } from './proxy.ts'

/**
 * Finds the cluster that kubectl would talk to with the same flags: kubeconfigs first, then flags over them, and the
 * service account where there is neither. Reads kubeconfigs only; certificates and tokens are read at the first request.
 *
 * @throws DriftageError DRF3001 to DRF3005
 */
export async function loadClusterConfig(flags: ClusterFlags, around: Surroundings): Promise<ClusterConfig> {
  const kubeconfig = await readKubeconfigs(flags.kubeconfig, around)
  if (kubeconfig === undefined || isEmpty(kubeconfig)) {
    const config = flags.server ? undefined : await inClusterConfig(flags, around.env)
    if (config !== undefined) return config
    if (!flags.server) throw noCluster()
  }
  return resolveCluster(kubeconfig ?? EMPTY, flags, around)
}

const EMPTY: Kubeconfig = { currentContext: undefined, clusters: new Map(), users: new Map(), contexts: new Map() }

function isEmpty({ clusters, users, contexts }: Kubeconfig): boolean {
  return clusters.size === 0 && users.size === 0 && contexts.size === 0
}

function resolveCluster(kubeconfig: Kubeconfig, flags: ClusterFlags, around: Surroundings): ClusterConfig {
  const contextName = flags.context || kubeconfig.currentContext
  const context = entry(kubeconfig, 'contexts', contextName)
  const cluster = entry(kubeconfig, 'clusters', flags.cluster || textSetting(context, 'cluster'))
  const user = entry(kubeconfig, 'users', flags.user || textSetting(context, 'user'))
  if (cluster === undefined && !flags.server) throw noContext(kubeconfig)
  const server = serverUrl(cluster, flags.server)
  return {
    name: contextName ?? cluster?.name ?? server.host,
    server,
    namespace: flags.namespace || (textSetting(context, 'namespace') ?? 'default'),
    tls: tlsSettings(cluster, flags, around.cwd),
    proxy: proxyFor(server, textSetting(cluster, 'proxy-url'), around.env),
    credentials: credentialSettings(user, cluster, flags, around.cwd),
    impersonation: impersonation(user, flags),
    requestTimeoutMs: requestTimeoutMs(flags.requestTimeout),
  }
}

/** Undefined where no name is given. @throws DriftageError DRF3003 where there is no such entry */
function entry(config: Kubeconfig, section: KubeconfigSection, name: string | undefined): KubeconfigEntry | undefined {
  if (name === undefined || name === '') return undefined
  const found = config[section].get(name)
  if (found !== undefined) return found
  const known = [...config[section].keys()]
  throw new DriftageError(
    'DRF3003',
    `The kubeconfig has no entry "${name}" in ${section}; it has ${known.length === 0 ? 'none' : known.join(', ')}. Nothing was read from any cluster.`,
  )
}

function serverUrl(cluster: KubeconfigEntry | undefined, flag: string | undefined): URL {
  const key = flag ? '--server' : 'server'
  const text = flag || textSetting(cluster, 'server')
  const where = flag ? undefined : cluster
  if (text === undefined) throw badSetting(where, key, 'is missing')
  // kubectl reads a server without a scheme as http; nobody who writes that wants it, so it has to be spelt out.
  if (!URL.canParse(text)) throw badSetting(where, key, 'is not a URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw badSetting(where, key, 'must begin with https://')
  if (url.username !== '' || url.password !== '') throw badSetting(where, key, 'must not hold credentials')
  url.pathname = url.pathname.replace(/\/+$/, '')
  url.search = ''
  url.hash = ''
  return url
}

function tlsSettings(cluster: KubeconfigEntry | undefined, flags: ClusterFlags, cwd: string): TlsSettings {
  const insecure = flags.insecureSkipTlsVerify ?? flagSetting(cluster, 'insecure-skip-tls-verify')
  // As in kubectl, the flag puts the authority of the entry aside; otherwise the two exclude each other.
  const fromEntry = flags.insecureSkipTlsVerify === true ? undefined : cluster
  const authority = pem(fromEntry, 'certificate-authority', flags.certificateAuthority, cwd)
  if (insecure && authority !== undefined) {
    throw badSetting(cluster, 'insecure-skip-tls-verify', 'and a certificate authority exclude each other')
  }
  return { authority, serverName: flags.tlsServerName || textSetting(cluster, 'tls-server-name'), insecure }
}

function noCluster(): DriftageError {
  return new DriftageError(
    'DRF3001',
    'There is no kubeconfig (--kubeconfig, KUBECONFIG, ~/.kube/config), no --server, and this is not a pod with a service account. Name a kubeconfig. Nothing was read.',
  )
}

function noContext({ contexts }: Kubeconfig): DriftageError {
  const known = contexts.size === 0 ? 'it has none' : `it has ${[...contexts.keys()].join(', ')}`
  return new DriftageError(
    'DRF3003',
    `The kubeconfig has no current context, or one without a cluster. Choose one with --context; ${known}. Nothing was read from any cluster.`,
  )
}
