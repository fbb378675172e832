import { HISTORY_WENT_BACK, SEEN_THROUGH_A_GAP } from '../accepted.ts'
import { type ManifestFile, pathOf } from '../objects.ts'
import type { Perturbation } from '../perturbation.ts'

const SETTINGS: ManifestFile = 'settings.json'

/** Versions of other objects go back; what is managed is as it was at the time of the copy. */
export function etcdIsRestored(): Perturbation {
  return {
    id: 'R-28',
    what: 'etcd is restored from a copy, so that versions go back and come a second time',
    differs: SEEN_THROUGH_A_GAP,
    before: async (step, stage) => {
      const { live } = stage.cluster
      if (step === 'switched') await live.backUp()
      if (step !== 'switched') return
      for (let count = 0; count < 40; count++) {
        const path = pathOf(stage.namespace, SETTINGS).replace('/settings', '')
        const body = { metadata: { name: `noise-${count}` }, data: {} }
        await live.admin.expect('POST', path, { body })
      }
      await live.restore()
    },
  }
}

/** What was done since the copy is lost, and people do it again. */
export function changesAreLost(): Perturbation {
  return {
    id: 'R-28',
    what: 'etcd is restored from a copy made before the last two changes, which are then made again',
    differs: HISTORY_WENT_BACK,
    before: async (step, stage) => {
      if (step === 'scaled') await stage.cluster.live.backUp()
      if (step !== 'painted') return
      await stage.cluster.live.restore()
      await stage.until(
        'they are gone',
        ({ findings }) => findings.filter(({ agreedSince }) => agreedSince !== null).length === 2,
      )
      await stage.again('scaled')
      await stage.again('switched')
    },
  }
}
