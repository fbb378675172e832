import { readFile, writeFile } from 'node:fs/promises'

/** How much of a request the audit log holds. Secrets are never above Metadata. */
export type AuditLevel = 'Metadata' | 'RequestResponse'

/** One event of the API server's audit log (audit.k8s.io/v1), as far as tests read it. */
export interface AuditEvent {
  auditID: string
  level: string
  stage: string
  verb: string
  requestURI: string
  user: { username: string; groups?: string[] }
  impersonatedUser?: { username: string; groups?: string[] }
  userAgent?: string
  objectRef?: {
    apiGroup?: string
    apiVersion?: string
    resource?: string
    subresource?: string
    namespace?: string
    name?: string
    uid?: string
    resourceVersion?: string
  }
  responseStatus?: { code?: number }
  requestObject?: unknown
  responseObject?: unknown
  annotations?: Record<string, string>
  /** RFC 3339 with microseconds. */
  requestReceivedTimestamp: string
  /** RFC 3339 with microseconds. */
  stageTimestamp: string
}

/** Writes a policy that logs all writes and no reads. */
export async function writeAuditPolicy(file: string, level: AuditLevel): Promise<void> {
  const policy = {
    apiVersion: 'audit.k8s.io/v1',
    kind: 'Policy',
    omitStages: ['RequestReceived'],
    rules: [
      { level: 'None', verbs: ['get', 'list', 'watch'] },
      { level: 'None', nonResourceURLs: ['*'] },
      { level: 'None', resources: [{ group: 'coordination.k8s.io', resources: ['leases'] }] },
      { level: 'Metadata', resources: [{ group: '', resources: ['secrets', 'serviceaccounts/token'] }] },
      { level },
    ],
  }
  await writeFile(file, JSON.stringify(policy))
}

/** Writes the kubeconfig that names the receiver of audit webhooks. */
export async function writeAuditWebhook(file: string, url: string): Promise<void> {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'receiver', cluster: { server: url } }],
    contexts: [{ name: 'receiver', context: { cluster: 'receiver' } }],
    'current-context': 'receiver',
  }
  await writeFile(file, JSON.stringify(config))
}

/** Reads the complete lines of an audit log; none where the server has not written any yet. */
export async function readAuditEvents(file: string): Promise<AuditEvent[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  const complete = text.slice(0, text.lastIndexOf('\n') + 1)
  return complete
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AuditEvent)
}
