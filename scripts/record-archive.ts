import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readArchiveFile } from '../src/adapters/archive/read-archive-file.ts'
import { writeArchiveFile } from '../src/adapters/archive/write-archive-file.ts'
import { movedEntry } from '../src/live/archive/times.ts'
import { SECOND } from '../src/model/instant.ts'
import { startCluster, type TestCluster } from '../test/cluster/cluster.ts'
import { Story } from '../test/stories/base/story.ts'
import { recordWatching } from './demo/record-watching.ts'
import { StretchedTime } from './demo/stretched.ts'
import { commitAll, ENDS_AFTER_DAYS, type Teams, WEEKS } from './demo/weeks.ts'

export const ARCHIVE = 'examples/demo/four-weeks.jsonl.gz'

/** The Monday on which the recording begins, as it is told. */
const BEGIN = Date.parse('2026-10-26T00:00:00Z')
const FIRST_MOMENT = Date.parse('2026-10-26T09:00:00Z')

/**
 * Records the archive of `driftage demo` from a real API server with real controllers and kubectl, in some minutes, and
 * spreads it over four weeks: `node scripts/run.mjs scripts/record-archive.ts`.
 */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'driftage-recording-'))
  const cluster = await startCluster({ nodes: 2 })
  const teams = await settleIn(cluster)
  try {
    const raw = join(folder, 'raw.jsonl.gz')
    const stretched = await recordWeeks(cluster, teams, raw)
    const { header, entries, damagedAt } = await readArchiveFile(raw)
    if (damagedAt !== undefined) throw new Error(`the recording is damaged at line ${damagedAt}`)
    const told = join(folder, 'told.jsonl.gz')
    const { version: _, ...begun } = header
    const archive = await writeArchiveFile(told, { ...begun, from: stretched.move(header.from), times: 'stretched' })
    for (const entry of entries) archive.write(movedEntry(entry, stretched.move))
    await archive.close()
    await rename(told, ARCHIVE)
  } finally {
    for (const story of Object.values(teams) as readonly Story[]) story.end()
    await cluster.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function settleIn(cluster: TestCluster): Promise<Teams> {
  for (const name of ['shop', 'media', 'platform']) {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
    await cluster.admin.expect('POST', '/api/v1/namespaces', { body })
  }
  const of = (name: string): Story => new Story(cluster, name)
  const teams = { shop: of('shop'), media: of('media'), platform: of('platform') }
  commitAll(teams)
  await teams.shop.deploy('argocd')
  await teams.media.deploy('flux')
  await teams.platform.deploy('argocd')
  await cluster.waitForSettled({ timeoutMs: 180_000 })
  return teams
}

async function recordWeeks(cluster: TestCluster, teams: Teams, file: string): Promise<StretchedTime> {
  const recording = await recordWatching(cluster, teams, file)
  const stretched = new StretchedTime(BEGIN, FIRST_MOMENT, Math.floor(recording.from / SECOND) * SECOND)
  await sleep(3 * SECOND)
  for (const { day, time, does, pushes } of WEEKS) {
    await stretched.next(day, time)
    await does(teams)
    if (pushes !== undefined) recording.poke(pushes)
    await sleep(3 * SECOND)
  }
  await stretched.next(ENDS_AFTER_DAYS, '09:00')
  await recording.stop()
  return stretched
}
