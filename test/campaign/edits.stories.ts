import { describe, expect, it } from 'vitest'
import { waitUntilNothingIsMissing } from '../cluster/waiting.ts'
import { fleet } from '../fleet/living-fleet.ts'
import { manifestSource } from '../fleet/manifest-source.ts'
import { FLEET } from '../fleet/places.ts'
import { scanOnce } from '../fleet/scan-cluster.ts'
import { runEdits } from './edits/edit-campaign.ts'
import { limitOf, printMiss, tally } from './edits/figures.ts'

/** Of the whole campaign; a tenth still makes some hundred edits of each kind. */
const SHARE = 0.1

describe('single edits of a fleet by every kind of writer', () => {
  it('are found with the right kind, path and actor, and nothing else is', { timeout: 600_000 }, async () => {
    const { counted, hits, misses } = tally(await runEdits(fleet(), { seed: 7, share: SHARE, by: 'some writers' }))
    for (const miss of misses) console.log(`missed: ${printMiss(miss)}`)
    expect(counted).toBeGreaterThan(500)
    expect(misses.filter((miss) => limitOf(miss) === undefined).map(printMiss)).toEqual([])
    expect(hits / counted).toBeGreaterThanOrEqual(0.99)
  })

  it('leave a fleet that has not drifted, once they are taken back and the controllers go on', async () => {
    const source = manifestSource('fleet', FLEET)
    await waitUntilNothingIsMissing(
      'nothing of the edits is left',
      async () => {
        const { findings } = await scanOnce(fleet(), [source])
        return findings.map(({ object, path, kind }) => `${kind} ${object.kind} ${object.name} ${path}`)
      },
      { timeoutMs: 60_000, intervalMs: 2_000 },
    )
  })
})
