import { SEEN_THROUGH_A_GAP } from '../accepted.ts'
import { refuse } from '../../../live/fault-gateway.ts'
import { sayExpired, streams, watchesAreOpen } from '../gateway-faults.ts'
import { WIDGETS } from '../objects.ts'
import type { Perturbation } from '../perturbation.ts'

const COLLECTIONS = ['/apis/apps/v1/deployments', '/api/v1/configmaps', WIDGETS]

/** The server's own words, as it said them some changes ago. */
export function oldListIsServed(): Perturbation {
  const old = new Map<string, object>()
  return {
    id: 'F-07',
    what: 'lists are served as they were five changes ago',
    differs: SEEN_THROUGH_A_GAP,
    before: async (step, { cluster }) => {
      if (step !== 'painted') return
      for (const path of COLLECTIONS) old.set(path, await cluster.live.admin.expect<object>('GET', path))
    },
    seen: async (step, stage) => {
      if (step !== 'overwritten') return
      await watchesAreOpen(stage)
      const { gateway } = stage
      gateway.interference = ({ url = '' }) => {
        const { pathname, searchParams } = new URL(url, 'https://gateway')
        const list = old.get(pathname)
        if (list === undefined) return undefined
        if (searchParams.has('sendInitialEvents')) return refuse(422, { kind: 'Status', apiVersion: 'v1', code: 422 })
        return searchParams.has('watch') ? undefined : refuse(200, list)
      }
      const before = streams(stage)
      sayExpired(stage)
      await stage.waitFor('watches go on from there', () =>
        Promise.resolve(
          streams(stage).length === before.length && streams(stage).every((one) => !before.includes(one)),
        ),
      )
      gateway.interference = () => undefined
    },
  }
}
