import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { followFile } from '../../src/adapters/audit-file/follow-file.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { admissionPolicyText } from '../../src/policy/annotating-policy.ts'
import { auditPolicyText, observingWebhookText } from '../../src/policy/audit-policy.ts'
import { Random } from '../differential/random.ts'
import { startCluster, type TestCluster } from '../cluster/cluster.ts'
import { freePorts } from '../cluster/ports.ts'
import { waitUntilNothingIsMissing } from '../cluster/waiting.ts'
import { type CampaignSize, runCampaign } from './attribution-campaign.ts'
import type { Change } from './changes.ts'
import { markOf, receiveAudit, receiveReviews, TOKEN } from './receivers.ts'
import { type Graded, graded } from './score.ts'
import { KINDS } from './targets.ts'
import { badWay, Witness } from './witness.ts'

/** What one kind of evidence made of all changes. */
export interface ModeResult {
  readonly name: string
  readonly rows: readonly Graded[]
  /** Changes that nobody of the campaign made: must be none. */
  readonly untold: number
}

export const WHOLE_BODIES = 'audit log at RequestResponse'
export const POLICY = 'audit log at Metadata and the admission policy'
export const WEBHOOK = 'observing webhook'
export const OWNERSHIP = 'managedFields only'
export const LOSSY = ', with a third of the events lost, others doubled and none in order'

/**
 * A name that nothing excuses. With whole requests and no admission policy nothing tells a write in vain from the lost one
 * whose value it asked for, by the same client in the same second: the guide says so, and the page counts it.
 */
export function isInexcusable(mode: string, { wasEverWrong, isVain }: Graded): boolean {
  return wasEverWrong && !(isVain && mode === `${WHOLE_BODIES}${LOSSY}`)
}

/** Campaign on a cluster that logs whole requests into a file, which is followed. */
export async function runWithWholeBodies(
  seed: number,
  size: CampaignSize,
  onChange: () => void = () => {},
): Promise<readonly ModeResult[]> {
  return withPolicyFile(auditPolicyText(KINDS), async (flags) => {
    const cluster = await startCluster({ apiServerFlags: flags })
    const witness = new Witness(WHOLE_BODIES, 1_000)
    const lossy = new Witness(`${WHOLE_BODIES}${LOSSY}`, 1_000, badWay(new Random(seed)))
    const stop = new AbortController()
    const following = followFile(
      { path: cluster.auditLog, from: undefined, pollMs: 50, signal: stop.signal },
      {
        take: async ({ lines }) => {
          for (const { intake } of [witness, lossy]) while (!intake.offerLines('test', lines)) await intake.idle()
        },
        failed: () => {},
      },
    )
    try {
      const changes: Change[] = []
      await runCampaign(cluster, seed, size, (change) => {
        changes.push(change)
        onChange()
        witness.see(change)
        lossy.see(change)
      })
      await settled(witness)
      await settled(lossy)
      return [resultOf(witness, changes, 'both'), resultOf(lossy, changes, 'both')]
    } finally {
      stop.abort()
      await following
      await cluster.stop()
    }
  })
}

/** Campaign on a cluster with an audit webhook at Metadata, the admission policy and the observing webhook at once. */
export async function runWithoutBodies(
  seed: number,
  size: CampaignSize,
  onChange: () => void = () => {},
): Promise<readonly ModeResult[]> {
  return withPolicyFile(auditPolicyText(), async (flags) => {
    const [port = 0] = await freePorts(1)
    const [policy, webhook, ownership] = [
      new Witness(POLICY, 2_000),
      new Witness(WEBHOOK, 0),
      new Witness(OWNERSHIP, 0),
    ]
    const lossy = new Witness(`${POLICY}${LOSSY}`, 2_000, badWay(new Random(seed)))
    const audit = await receiveAudit(port, policy, lossy)
    const reviews = await receiveReviews(webhook)
    const cluster = await startCluster({
      apiServerFlags: [...flags, '--audit-webhook-batch-max-wait=200ms'],
      auditWebhookUrl: `${audit.url}/audit/test/native/${TOKEN}`,
    })
    try {
      const url = `${reviews.url}/audit/test/admission/${TOKEN}`
      await install(
        cluster,
        `${admissionPolicyText()}---\n${observingWebhookText({ url, ca: reviews.ca, kinds: KINDS })}`,
      )
      const changes: Change[] = []
      const settling = setInterval(() => {
        policy.settle()
        lossy.settle()
      }, 200)
      await runCampaign(cluster, seed, size, (change, object) => {
        changes.push(change)
        onChange()
        policy.see(change)
        lossy.see(change)
        webhook.see(withMark(change, object))
        ownership.see(change)
      })
      clearInterval(settling)
      await settled(policy)
      await settled(lossy)
      return [
        resultOf(policy, changes, 'both'),
        resultOf(lossy, changes, 'both'),
        resultOf(webhook, changes, 'acted-as'),
        resultOf(ownership, changes, 'nobody'),
      ]
    } finally {
      await cluster.stop()
      await audit.stop()
      await reviews.stop()
    }
  })
}

function withMark(change: Change, object: JsonObject | undefined): Change {
  return object === undefined ? change : { ...change, seen: { ...change.seen, contentMark: markOf(object) } }
}

function resultOf(witness: Witness, changes: readonly Change[], sight: 'both' | 'acted-as' | 'nobody'): ModeResult {
  return {
    name: witness.name,
    rows: graded(witness.verdicts(), sight),
    untold: changes.filter(({ truth }) => truth === undefined).length,
  }
}

/** Waits until no more audit events come in. */
async function settled(witness: Witness): Promise<void> {
  let before = -1
  await waitUntilNothingIsMissing(
    'no more audit events come in',
    async () => {
      const now = [...witness.counts.values()].reduce((sum, count) => sum + count, 0)
      const isQuiet = now === before
      before = now
      return isQuiet ? [] : [`${now} events so far`]
    },
    { intervalMs: 1_500 },
  )
  await witness.intake.idle()
  witness.settle()
}

async function install(cluster: TestCluster, text: string): Promise<void> {
  const { code, stderr } = await cluster.kubectl('admin', ['create', '-f', '-'], { stdin: text })
  if (code !== 0) throw new Error(stderr)
  await waitUntilNothingIsMissing('the admission policy acts', async () => {
    const config = '/api/v1/namespaces/default/configmaps'
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'probe' }, data: { n: String(Date.now()) } }
    await cluster.admin.send('POST', config, { body })
    await cluster.admin.expect('PUT', `${config}/probe`, { body })
    const acts = (await cluster.auditEvents()).some(({ annotations = {} }) =>
      Object.keys(annotations).some((key) => key.endsWith('/driftage-previous')),
    )
    return acts ? [] : ['no event has its annotation']
  })
}

/** The policy that is shipped, in the place of the one that test clusters have by default. */
async function withPolicyFile<T>(text: string, use: (flags: readonly string[]) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'driftage-audit-policy-'))
  try {
    const file = join(folder, 'policy.yaml')
    await writeFile(file, text)
    return await use([`--audit-policy-file=${file}`])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
