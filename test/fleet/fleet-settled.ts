import type { TestCluster } from '../cluster/cluster.ts'
import { waitUntilNothingIsMissing } from '../cluster/waiting.ts'

interface Conditioned {
  status?: { conditions?: { type: string; status: string }[] }
}

interface Scaled {
  spec: { replicas?: number }
}

const DEFINITIONS = ['routes.edge.example.dev', 'widgets.demo.example.dev']

/** Waits until the fleet's custom resources can be written. */
export async function waitForDefinitions({ admin }: TestCluster): Promise<void> {
  await waitUntilNothingIsMissing('the definitions of the fleet are served', async () => {
    const missing: string[] = []
    for (const name of DEFINITIONS) {
      const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`
      const { status } = await admin.expect<Conditioned>('GET', path)
      if (!status?.conditions?.some((one) => one.type === 'Established' && one.status === 'True')) missing.push(name)
    }
    return missing
  })
}

/** A policy acts only some time after its binding was written; nothing in the API says when. */
export async function waitForAdmissionPolicy({ admin }: TestCluster): Promise<void> {
  const labels = { app: 'probe' }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'probe', image: 'probe' }] } }
  const body = { metadata: { name: 'probe' }, spec: { selector: { matchLabels: labels }, template } }
  await waitUntilNothingIsMissing('the admission policy of the fleet acts', async () => {
    const path = '/apis/apps/v1/namespaces/shop/deployments?dryRun=All'
    const answer = await admin.expect<{ spec: { revisionHistoryLimit?: number } }>('POST', path, { body })
    return answer.spec.revisionHistoryLimit === 3 ? [] : ['the policy does not act yet']
  })
}

/** What comes late and one by one: the autoscaler looks only every 15 seconds. */
export async function waitForControllers({ admin }: TestCluster): Promise<void> {
  const check = async (): Promise<readonly string[]> => {
    const missing: string[] = []
    for (const name of ['cart', 'checkout']) {
      const { spec } = await admin.expect<Scaled>('GET', `/apis/apps/v1/namespaces/shop/deployments/${name}`)
      if ((spec.replicas ?? 1) < 2) missing.push(`${name} is not scaled up`)
    }
    const role = await admin.expect<{ rules?: unknown[] }>(
      'GET',
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/fleet-viewer',
    )
    if ((role.rules ?? []).length < 2) missing.push('fleet-viewer is not aggregated')
    const token = await admin.expect<{ data?: object }>('GET', '/api/v1/namespaces/platform/secrets/agent-token')
    if (token.data === undefined) missing.push('agent-token is not filled in')
    const job = await admin.expect<Conditioned>('GET', '/apis/batch/v1/namespaces/shop/jobs/migrate')
    if (!job.status?.conditions?.some(({ type }) => type === 'Complete')) missing.push('migrate is not complete')
    return missing
  }
  await waitUntilNothingIsMissing('the controllers have worked on the fleet', check, {
    timeoutMs: 90_000,
    intervalMs: 500,
  })
}
