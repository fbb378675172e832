import { access, readFile } from 'node:fs/promises'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import type { ClusterConfig } from './cluster-config.ts'
import { headerText, impersonation } from './cluster-credentials.ts'
import { type ClusterFlags, requestTimeoutMs } from './cluster-flags.ts'
import { proxyFor } from './proxy.ts'

const SERVICE_ACCOUNT_FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount'

/**
 * The cluster that this process runs in, as its service account; undefined where this is no pod, or one without a token.
 * Token and authority are read when used, since kubelets rotate them.
 *
 * @param folder where the kubelet puts token, authority and namespace; another one in tests only
 */
export async function inClusterConfig(
  flags: ClusterFlags,
  env: Readonly<Record<string, string | undefined>>,
  folder: string = SERVICE_ACCOUNT_FOLDER,
): Promise<ClusterConfig | undefined> {
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']]
  const tokenFile = join(folder, 'token')
  if (!host || !port || !(await exists(tokenFile))) return undefined
  const authority = join(folder, 'ca.crt')
  const server = new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`)
  return {
    name: flags.context || 'in-cluster',
    server,
    namespace: flags.namespace || (await podNamespace(folder)),
    tls: {
      authority: (await exists(authority)) ? { file: authority } : undefined,
      serverName: flags.tlsServerName,
      insecure: false,
    },
    proxy: proxyFor(server, undefined, env),
    credentials: {
      user: 'service account',
      clientCertificate: undefined,
      bearer: flags.token
        ? { by: 'token', token: headerText(flags.token, '--token') }
        : { by: 'token-file', file: tokenFile, fallback: undefined },
    },
    impersonation: impersonation(undefined, flags),
    requestTimeoutMs: requestTimeoutMs(flags.requestTimeout),
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

async function podNamespace(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'namespace'), 'utf8').catch(() => '')
  return text.trim() || 'default'
}
