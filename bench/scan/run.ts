import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { startCluster } from '../../test/cluster/cluster.ts'
import { applyCorpus } from '../../test/fleet/corpus.ts'
import { PERFORMANCE, writeSection } from '../../test/pages/page-section.ts'
import { ensureTool } from '../../tools/build.mjs'
import { compareDiffs } from './against-gitops-engine.ts'
import { compareScans } from './against-kubectl.ts'
import { CORPUS, corpusFiles } from './corpus.ts'
import { measureMemory } from './many-objects.ts'
import { scanSection } from './section.ts'

/** Comparing and scanning, side by side with what others use. Needs a built `dist`. */
export async function run(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'driftage-bench-'))
  const peer = await ensureTool('peer-diff')
  const cluster = await startCluster({ nodes: 2 })
  try {
    say('applying kube-prometheus by server-side apply')
    await applyCorpus(cluster, 'server-side')
    say('comparing pairs per second with gitops-engine')
    const diffs = await compareDiffs(cluster, corpusFiles(), join(peer.dir, 'peer-diff'), folder)
    say('timing a clean scan against kubectl diff')
    const scans = await compareScans(cluster, CORPUS)
    say('scanning 10,000 objects')
    const memory = await measureMemory(cluster, folder)
    writeSection(PERFORMANCE, 'scan', scanSection({ diffs, scans, memory }))
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
