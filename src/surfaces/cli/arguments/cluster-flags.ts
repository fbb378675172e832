import { Command, Option } from '@commander-js/extra-typings'
import { delimiter } from 'node:path'
import { durationMs, repeated } from './flag-values.ts'

/** Which cluster, as whom; the flags are kubectl's, with kubectl's meaning. */
export interface ClusterArguments {
  readonly kubeconfig: KubeconfigChoice
  readonly context?: string
  /** Name of a cluster entry of the kubeconfig. */
  readonly cluster?: string
  /** Name of a user entry of the kubeconfig. */
  readonly user?: string
  readonly server?: string
  readonly token?: string
  readonly as?: string
  readonly asGroups: readonly string[]
  readonly asUid?: string
  readonly namespace?: string
  /** Limit of a single request; 0 = none; absent = the client's own. */
  readonly requestTimeoutMs?: number
  readonly insecureSkipTlsVerify: boolean
  readonly certificateAuthority?: string
  readonly clientCertificate?: string
  readonly clientKey?: string
  readonly tlsServerName?: string
}

/** `flag`: this file must exist. `environment`: merged in order, missing ones are skipped. `default`: `~/.kube/config`. */
export type KubeconfigChoice =
  | { readonly from: 'flag'; readonly file: string }
  | { readonly from: 'environment'; readonly files: readonly string[] }
  | { readonly from: 'default' }

export function clusterFlags() {
  return new Command()
    .optionsGroup('Cluster (as in kubectl):')
    .option('--kubeconfig <file>', 'kubeconfig to use; else the files in $KUBECONFIG, else ~/.kube/config')
    .option('--context <name>', 'context of the kubeconfig')
    .option('-n, --namespace <name>', 'namespace of objects that name none')
    .option('--cluster <name>', 'cluster entry of the kubeconfig')
    .option('--user <name>', 'user entry of the kubeconfig')
    .option('-s, --server <url>', 'address of the API server')
    .option('--token <token>', 'bearer token; prefer a kubeconfig, since others can see the command line')
    .option('--as <user>', 'user to impersonate')
    .addOption(new Option('--as-group <group>', 'group to impersonate; may be repeated').argParser(repeated))
    .option('--as-uid <uid>', 'uid to impersonate')
    .option('--request-timeout <duration>', 'limit of a single request, such as 30s', durationMs)
    .option('--certificate-authority <file>', 'certificate of the authority that signs for the API server')
    .option('--client-certificate <file>', 'client certificate')
    .option('--client-key <file>', 'key of the client certificate')
    .option('--tls-server-name <name>', 'name that the certificate of the API server must carry')
    .option('--insecure-skip-tls-verify', 'accept any certificate of the API server: anybody in between can lie')
}

export type ClusterFlags = ReturnType<ReturnType<typeof clusterFlags>['opts']>

export function readCluster(flags: ClusterFlags, environment: NodeJS.ProcessEnv): ClusterArguments {
  const { kubeconfig, asGroup, requestTimeout, insecureSkipTlsVerify, ...named } = flags
  return {
    kubeconfig: kubeconfigChoice(kubeconfig, environment['KUBECONFIG']),
    ...given(named, CLUSTER_NAMES),
    asGroups: asGroup ?? [],
    ...(requestTimeout === undefined ? {} : { requestTimeoutMs: requestTimeout }),
    insecureSkipTlsVerify: insecureSkipTlsVerify === true,
  }
}

const CLUSTER_NAMES = [
  'context',
  'cluster',
  'user',
  'server',
  'token',
  'as',
  'asUid',
  'namespace',
  'certificateAuthority',
  'clientCertificate',
  'clientKey',
  'tlsServerName',
] as const

/** Only the flags that were given, so that absent stays absent; other groups' flags in the same bag are left out. */
function given<K extends string>(flags: { readonly [P in K]?: string }, names: readonly K[]): { [P in K]?: string } {
  const found: { [P in K]?: string } = {}
  for (const name of names) {
    const value = flags[name]
    if (value !== undefined) found[name] = value
  }
  return found
}

function kubeconfigChoice(flag: string | undefined, variable: string | undefined): KubeconfigChoice {
  if (flag !== undefined) return { from: 'flag', file: flag }
  const files = (variable ?? '').split(delimiter).filter((file) => file !== '')
  return files.length > 0 ? { from: 'environment', files: [...new Set(files)] } : { from: 'default' }
}
