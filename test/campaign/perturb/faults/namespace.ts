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
      await stage.waitFor('nothing is judged while it ends', async () => {
        return (await stage.unknownObjects()).filter((one) => one.endsWith('terminating')).length === FILES.length
      })
      for (const file of FILES) await admin.expect('DELETE', pathOf(stage.namespace, file))
      const ending = await admin.expect<object>('GET', path)
      await admin.expect('PUT', `${path}/finalize`, { body: { ...ending, spec: { finalizers: [] } } })
      await stage.waitFor('it is gone', async () => (await admin.send('GET', path)).status === 404)
      await admin.expect('POST', '/api/v1/namespaces', { body: { metadata: { name: stage.namespace } } })
      for (const file of FILES) await stage.deploy(file)
      await stage.waitFor('all is judged again', async () => (await stage.unknownObjects()).length === 0)
      await stage.until('nothing differs', ({ findings }) => findings.every(({ agreedSince }) => agreedSince !== null))
    },
    differs: awayForATime('Deployment/web', 'Deployment/api', 'ConfigMap/settings', 'ConfigMap/legacy', 'Widget/wheel'),
  }
}
