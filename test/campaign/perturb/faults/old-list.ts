import { refuse } from '../../../live/fault-gateway.ts'
import { SEEN_THROUGH_A_GAP } from '../accepted.ts'
import { sayExpired, watchesAreOpen } from '../gateway-faults.ts'
import { WIDGETS } from '../objects.ts'
import type { Perturbation } from '../perturbation.ts'

const COLLECTIONS = ['/apis/apps/v1/deployments', '/api/v1/configmaps', WIDGETS]

/**
 * A server whose cache lags: whoever takes any version gets the server's own words of some changes ago, whoever asks for the
 * newest gets that. Each kind is listed anew meanwhile, so that one question that takes any version would show.
 */
export function oldListIsServed(): Perturbation {
  const old = new Map<string, object>()
  return {
    id: 'F-07',
    what: 'whoever takes a list of any version gets it as it was some changes ago',
    differs: SEEN_THROUGH_A_GAP,
    begin: async ({ cluster, gateway }) => {
      for (const path of COLLECTIONS) old.set(path, await cluster.live.admin.expect<object>('GET', path))
      gateway.interference = ({ url = '' }) => {
        const { pathname, searchParams } = new URL(url, 'https://gateway')
        const list = old.get(pathname)
        const takesAny = searchParams.get('resourceVersion') === '0'
        return list === undefined || !takesAny ? undefined : refuse(200, list)
      }
    },
    seen: async (_step, stage) => {
      await watchesAreOpen(stage)
      sayExpired(stage)
    },
    end: ({ gateway }) => {
      const lists = COLLECTIONS.map((path) => gateway.lists(path.slice(path.lastIndexOf('/') + 1)).length)
      return lists.every((count) => count > 3)
        ? Promise.resolve()
        : Promise.reject(new Error('nothing was listed anew'))
    },
  }
}
