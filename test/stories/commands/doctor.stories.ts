import { describe, expect, it } from 'vitest'
import { kubectl, SHOP } from '../../../scripts/demo/shop.ts'
import type { DoctorCheck, DoctorReport } from '../../../src/model/doctor-report.ts'
import type { ClusterUser } from '../../cluster/users.ts'
import { makeSource } from '../source-folder.ts'
import { driftage } from '../program.ts'
import { shop } from './living-shop.ts'

async function doctor(
  user: ClusterUser,
  ...sources: readonly string[]
): Promise<{ code: number; report: DoctorReport; table: string }> {
  const args = ['doctor', ...sources, '--kubeconfig', shop().kubeconfigs[user]]
  const { code, out } = await driftage(...args, '-o', 'json')
  return { code, report: JSON.parse(out) as DoctorReport, table: (await driftage(...args)).out }
}

function checksOf({ groups }: DoctorReport, group: string): readonly DoctorCheck[] {
  return groups.find(({ id }) => id === group)?.checks ?? []
}

describe('doctor', () => {
  it('tells an admin that a scan will see everything', async () => {
    const { code, report, table } = await doctor('admin', SHOP)
    const statuses = report.groups.flatMap(({ checks }) => checks.map(({ status }) => status))
    expect([code, new Set(statuses)]).toEqual([0, new Set(['ok'])])
    expect(checksOf(report, 'deployer')[0]?.detail).toMatch(/^argocd-controller: owns most/)
    expect(table).toContain('A scan will see everything that a single look can see.')
  })

  it('tells somebody without rights which are missing and what to do', async () => {
    const { code, report, table } = await doctor('reader', SHOP)
    const missing = checksOf(report, 'rights').filter(({ status }) => status === 'missing')
    expect(code).toBe(2)
    expect(missing.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        'get deployments in shop',
        'get namespaces',
        'get secrets in shop',
        'list mutatingwebhookconfigurations',
      ]),
    )
    expect(new Set(missing.map(({ remedy }) => remedy))).toEqual(new Set(['Apply what `driftage rbac` prints.']))
    expect(table).toContain('Apply what `driftage rbac` prints.')
    expect(table).toContain('will not see everything')
  })

  it('looks only at the connection where no source is named', async () => {
    const { report } = await doctor('admin')
    expect(checksOf(report, 'connection').map(({ status }) => status)).toEqual(['ok'])
    expect(checksOf(report, 'rights').filter(({ title }) => title.includes('shop'))).toEqual([])
  })
})

const SETTINGS = (name: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: default
data:
  key: value
`

describe('the deployer', () => {
  async function deployerOf(names: readonly string[]): Promise<DoctorCheck | undefined> {
    const folder = await makeSource(Object.fromEntries(names.map((name) => [`${name}.yaml`, SETTINGS(name)])))
    return checksOf((await doctor('admin', folder.path)).report, 'deployer')[0]
  }

  async function apply(name: string, user: ClusterUser, manager: string): Promise<void> {
    const args = ['apply', '--server-side', `--field-manager=${manager}`, '-f', '-']
    await kubectl(shop(), user, args, { stdin: SETTINGS(name) })
  }

  it('is found, tied or none, and may be named', async () => {
    await apply('by-argo', 'argocd', 'argocd-controller')
    await apply('by-flux', 'flux', 'kustomize-controller')
    await kubectl(shop(), 'alice', ['create', '-f', '-'], { stdin: SETTINGS('by-alice') })
    expect(await deployerOf(['by-flux'])).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('kustomize-controller'),
    })
    const tied = await deployerOf(['by-flux', 'by-argo'])
    expect(tied).toMatchObject({ status: 'missing', remedy: 'Name it with --deployer.' })
    expect(tied?.detail).toMatch(/argocd-controller.*kustomize-controller|kustomize-controller.*argocd-controller/)
    expect(await deployerOf(['by-alice'])).toMatchObject({
      status: 'missing',
      detail: 'No known deployer owns fields of these objects.',
    })
    const folder = await makeSource({ 'a.yaml': SETTINGS('by-flux') })
    const { report } = await doctor('admin', folder.path, '--deployer', 'kustomize-controller')
    expect(checksOf(report, 'deployer')[0]?.detail).toBe('kustomize-controller: named by you.')
  })
})
