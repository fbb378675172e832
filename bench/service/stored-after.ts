import { setTimeout as sleep } from 'node:timers/promises'
import type { TestCluster } from '../../test/cluster/cluster.ts'
import { followChanges } from '../../src/surfaces/api/follow-changes.ts'
import { PER_NAMESPACE } from '../fill-cluster.ts'
import type { BenchedService } from './benched-service.ts'

/** How long a write took to become a stored finding, each in ms from when the write was sent. */
export async function storedAfter(
  cluster: TestCluster,
  { connection }: BenchedService,
  { objects, writes }: { readonly objects: number; readonly writes: number },
): Promise<readonly number[]> {
  const ending = new AbortController()
  const known = new Set<string>()
  let arrived: (at: number) => void = () => {}
  const following = (async () => {
    for await (const { subject } of followChanges(connection, undefined, ending.signal)) {
      // More may be said later of one that is known, such as its author.
      if (subject.type !== 'finding' || known.has(subject.id)) continue
      known.add(subject.id)
      arrived(performance.now())
    }
  })()
  await sleep(2_000)
  const times: number[] = []
  for (let n = 0; n < writes; n++) {
    // An object that nobody has touched: each write makes one finding, and no other write is under way.
    const namespaces = objects / PER_NAMESPACE
    const path = `/api/v1/namespaces/many-${n % namespaces}/configmaps/object-${2 * Math.floor(n / namespaces)}`
    const sent = performance.now()
    const stored = new Promise<number>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no finding for ${path} within a minute`)), 60_000)
      arrived = (at) => {
        clearTimeout(late)
        resolve(at)
      }
    })
    await cluster.as('alice').expect('PATCH', `${path}?fieldManager=kubectl-edit`, {
      body: { data: { key: `edited-${n}` } },
      contentType: 'application/merge-patch+json',
    })
    times.push((await stored) - sent)
    await sleep(100)
  }
  ending.abort()
  await following
  return times
}
