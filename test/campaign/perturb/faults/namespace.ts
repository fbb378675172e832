import { awayForATime } from '../accepted.ts'
import { MANIFESTS, type ManifestFile, pathOf } from '../objects.ts'
import type { Perturbation } from '../perturbation.ts'

const FILES = Object.keys(MANIFESTS) as ManifestFile[]

/** No controller runs here that empties a namespace, so that it ends when the fault lets it. */
export function namespaceTerminates(): Perturbation {
  return {
    id: 'F-11',
    what: 'the namespace is deleted, made anew and everything rolled out again',
    before: async (step, stage) => {
      if (step !== 'hotfix') return
      const { admin } = stage.cluster.live
      const path = `/api/v1/namespaces/${stage.namespace}`
      await admin.expect('DELETE', path)
      for (const file of FILES) await admin.expect('DELETE', pathOf(stage.namespace, file))
      await stage.until('all of it is gone', ({ findings }) => findings.length === FILES.length)
      const ending = await admin.expect<object>('GET', path)
      await admin.expect('PUT', `${path}/finalize`, { body: { ...ending, spec: { finalizers: [] } } })
      await stage.waitFor('it is gone', async () => (await admin.send('GET', path)).status === 404)
      await admin.expect('POST', '/api/v1/namespaces', { body: { metadata: { name: stage.namespace } } })
      for (const file of FILES) await stage.deploy(file)
      await stage.until('nothing differs', ({ findings }) => findings.every(({ agreedSince }) => agreedSince !== null))
    },
    beganBefore: ['ConfigMap/legacy '],
    differs: awayForATime('Deployment/web', 'Deployment/api', 'ConfigMap/settings', 'ConfigMap/legacy', 'Widget/wheel'),
  }
}
