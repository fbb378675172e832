import { widgetDefinition } from '../objects.ts'
import type { Perturbation } from '../perturbation.ts'

const SERVICES = '/apis/apiregistration.k8s.io/v1/apiservices'
const NAME = 'v1.down.example.com'

/** The answer of an extension that does not run is missing from discovery, which is asked anew as a definition changes. */
export function discoveryIsPartial(): Perturbation {
  return {
    id: 'F-09',
    what: 'an API service is down while a definition changes',
    before: async (step, { cluster }) => {
      const { admin } = cluster.live
      if (step === 'switched') {
        const spec = {
          group: 'down.example.com',
          version: 'v1',
          groupPriorityMinimum: 1_000,
          versionPriority: 10,
          insecureSkipTLSVerify: true,
          service: { namespace: 'default', name: 'nobody' },
        }
        await admin.expect('POST', SERVICES, { body: { metadata: { name: NAME }, spec } })
      }
      if (step === 'painted') {
        const definition = widgetDefinition()
        await cluster.putDefinition({
          ...definition,
          metadata: { name: 'widgets.perturb.example.com', labels: { a: 'b' } },
        })
      }
      if (step === 'taken-back') await admin.send('DELETE', `${SERVICES}/${NAME}`)
    },
    end: async ({ cluster }) => {
      await cluster.live.admin.send('DELETE', `${SERVICES}/${NAME}`)
    },
  }
}
