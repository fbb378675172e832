import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AuditLevel, writeAuditPolicy, writeAuditWebhook } from './audit.ts'
import type { ProcessGroup, RunningProcess } from './processes.ts'
import type { ServiceAccountKeys } from './service-account-keys.ts'
import { waitUntilReady } from './waiting.ts'

/** Where the parts of one control plane find each other. */
export interface Layout {
  /** Folder of the binaries. */
  binaries: string
  /** Folder of everything that this control plane writes. */
  dir: string
  keys: ServiceAccountKeys
  tokenFile: string
  etcdPort: number
  etcdPeerPort: number
  apiPort: number
}

/** What a test may change about the API server. */
export interface ApiServerOptions {
  /** Default none. */
  featureGates?: Readonly<Record<string, boolean>>
  /** Further flags, such as `--min-request-timeout=5`; they come last, so they win. Default none. */
  apiServerFlags?: readonly string[]
  /** Default `RequestResponse`. */
  auditLevel?: AuditLevel
  /** Also sends audit events there, batched for at most a second. Default none. */
  auditWebhookUrl?: string
}

/** Starts etcd without waiting for the disk, since nothing has to survive. */
export async function startEtcd(group: ProcessGroup, layout: Layout): Promise<RunningProcess> {
  const client = `http://127.0.0.1:${layout.etcdPort}`
  const etcd = await group.start('etcd', join(layout.binaries, 'etcd'), [
    `--data-dir=${join(layout.dir, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=http://127.0.0.1:${layout.etcdPeerPort}`,
    '--unsafe-no-fsync=true',
    '--log-level=warn',
  ])
  await waitUntilReady(etcd, async () => (await fetch(`${client}/health`)).ok)
  return etcd
}

/** Starts the API server; it is ready only some seconds later. */
export async function startApiServer(
  group: ProcessGroup,
  layout: Layout,
  options: ApiServerOptions,
): Promise<RunningProcess> {
  const flags = [
    `--etcd-servers=http://127.0.0.1:${layout.etcdPort}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${layout.apiPort}`,
    // Must be no loopback address and must be given where the machine has no default route: a documentation address.
    '--advertise-address=192.0.2.1',
    '--endpoint-reconciler-type=none',
    `--cert-dir=${certificates(layout)}`,
    '--service-cluster-ip-range=10.0.0.0/16',
    `--service-account-issuer=https://127.0.0.1:${layout.apiPort}/`,
    `--service-account-key-file=${layout.keys.publicFile}`,
    `--service-account-signing-key-file=${layout.keys.privateFile}`,
    '--authorization-mode=RBAC',
    `--token-auth-file=${layout.tokenFile}`,
    '--allow-privileged=true',
    // Pods may be created before the controller manager has made the default service account.
    '--disable-admission-plugins=ServiceAccount',
    ...(await auditFlags(layout, options)),
    ...featureGateFlags(options.featureGates ?? {}),
    ...(options.apiServerFlags ?? []),
  ]
  return group.start('kube-apiserver', join(layout.binaries, 'kube-apiserver'), flags)
}

/** Path of the audit log of a control plane. */
export function auditLogFile(layout: Layout): string {
  return join(layout.dir, 'audit.jsonl')
}

/** Waits for the certificate that the API server makes for itself, which is its own authority. */
export async function readServerCertificate(server: RunningProcess, layout: Layout): Promise<string> {
  const file = certificateFile(layout)
  await waitUntilReady(
    server,
    async () => existsSync(file) && (await readFile(file, 'utf8')).includes('END CERTIFICATE'),
  )
  return readFile(file, 'utf8')
}

/** Starts the controllers behind Deployments, garbage collection, namespaces and service accounts. */
export function startControllerManager(
  group: ProcessGroup,
  layout: Layout,
  kubeconfig: string,
  flags: readonly string[],
): Promise<RunningProcess> {
  return group.start('kube-controller-manager', join(layout.binaries, 'kube-controller-manager'), [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--use-service-account-credentials=true',
    `--service-account-private-key-file=${layout.keys.privateFile}`,
    `--root-ca-file=${certificateFile(layout)}`,
    ...flags,
  ])
}

/** Starts the scheduler, which is of use only where there are nodes. */
export function startScheduler(group: ProcessGroup, layout: Layout, kubeconfig: string): Promise<RunningProcess> {
  return group.start('kube-scheduler', join(layout.binaries, 'kube-scheduler'), [
    `--kubeconfig=${kubeconfig}`,
    '--leader-elect=false',
    '--secure-port=0',
  ])
}

function certificates(layout: Layout): string {
  return join(layout.dir, 'certificates')
}

function certificateFile(layout: Layout): string {
  return join(certificates(layout), 'apiserver.crt')
}

function featureGateFlags(gates: Readonly<Record<string, boolean>>): string[] {
  const settings = Object.entries(gates).map(([gate, on]) => `${gate}=${on}`)
  return settings.length > 0 ? [`--feature-gates=${settings.join(',')}`] : []
}

async function auditFlags(layout: Layout, options: ApiServerOptions): Promise<string[]> {
  const policy = join(layout.dir, 'audit-policy.json')
  await writeAuditPolicy(policy, options.auditLevel ?? 'RequestResponse')
  const flags = [
    `--audit-policy-file=${policy}`,
    `--audit-log-path=${auditLogFile(layout)}`,
    '--audit-log-format=json',
    // In MiB; large enough that the log is never split within a test.
    '--audit-log-maxsize=8192',
  ]
  if (options.auditWebhookUrl === undefined) return flags
  const webhook = join(layout.dir, 'audit-webhook.kubeconfig')
  await writeAuditWebhook(webhook, options.auditWebhookUrl)
  return [
    ...flags,
    `--audit-webhook-config-file=${webhook}`,
    '--audit-webhook-mode=batch',
    '--audit-webhook-batch-max-wait=1s',
  ]
}
