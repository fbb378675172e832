import { isDeployer } from '../model/deployer.ts'
import { stringAt } from '../model/json.ts'
import type { Limit } from '../model/scan-report.ts'
import type { LiveState } from './live-state.ts'

/**
 * What one look cannot see, whatever it found. Enforcement erases its own traces: where the deployer wrote an object again
 * after it was created, it may have undone somebody's change, and the object no longer tells.
 */
export function limitsOf(live: LiveState, takesDump: boolean): readonly Limit[] {
  if (live.objects.size === 0) return []
  return [...deployerLimit(live), ...takenOver(live), ...(takesDump ? [DUMP_LIMIT] : [])]
}

const DUMP_LIMIT: Limit = {
  code: 'admission-not-read',
  message:
    'A dump does not say which webhooks and policies the cluster has, so an addition without an owner counts as drift although admission may have made it.',
}

function deployerLimit({ deployer }: LiveState): readonly Limit[] {
  switch (deployer.state) {
    case 'found':
      return []
    case 'none':
      return [
        {
          code: 'no-deployer',
          message:
            'No known deployer owns fields here, so ownership says nothing about who moved what. Name it with --deployer.',
        },
      ]
    case 'tied': {
      const names = deployer.candidates.map((one) => one.manager).join(' and ')
      const message = `${names} own equally much, so ownership says nothing about who moved what. Name the deployer with --deployer.`
      return [{ code: 'deployer-tied', message }]
    }
  }
}

function takenOver({ deployer, objects }: LiveState): readonly Limit[] {
  if (deployer.state !== 'found') return []
  const manager = deployer.deployer
  let count = 0
  for (const { reading, ownership } of objects.values()) {
    if (reading.state !== 'found') continue
    const created = stringAt(reading.value, 'metadata', 'creationTimestamp') ?? ''
    const rewritten = ownership.some(
      ({ owner }) => isDeployer(manager, owner) && owner.time !== undefined && owner.time > created,
    )
    if (rewritten) count++
  }
  if (count === 0) return []
  const what = count === 1 ? '1 object was' : `${count} objects were`
  return [
    {
      code: 'taken-over-by-deployer',
      count,
      message: `${what} written again by ${manager.manager} since creation; what it overwrote then left no trace. A single look cannot show such changes; only watching the cluster does.`,
    },
  ]
}
