import { beforeAll, describe, expect, it } from 'vitest'
import { kubectl, SHOP } from '../../../scripts/demo/shop.ts'
import { parsePath } from '../../../src/model/field-path-parse.ts'
import type { ExplainReport } from '../../../src/model/explain-report.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import type { ScanReport } from '../../../src/model/scan-report.ts'
import { driftage, explanationOf } from '../program.ts'
import { driftedShop, shop } from './living-shop.ts'
import { compared, untold } from './untold-leaves.ts'

let scanned: ScanReport

async function explain(object: string, ...more: readonly string[]): Promise<ExplainReport> {
  const where = ['-n', 'shop', '--source', SHOP, '-o', 'json']
  return explanationOf(await driftage('explain', object, ...where, '--kubeconfig', shop().kubeconfigs.admin, ...more))
}

async function liveObject(object: string): Promise<JsonObject> {
  return JSON.parse(await kubectl(shop(), 'admin', ['get', object, '--namespace=shop', '-o', 'json'])) as JsonObject
}

const OBJECTS = [
  'deployment/web',
  'deployment/checkout',
  'service/web',
  'configmap/checkout',
  'secret/payment',
  'networkpolicy/checkout',
  'role/support',
  'rolebinding/support',
  'cronjob/sales-report',
  'ingress/shop',
  'hpa/checkout',
]

describe('explain', () => {
  beforeAll(async () => {
    scanned = await driftedShop()
  })

  it.each(OBJECTS)('has a verdict on every leaf of %s, and of drift the same as scan', async (object) => {
    const { fields, object: ref } = await explain(object)
    const paths = fields.map(({ path }) => parsePath(path) ?? [])
    expect(untold(compared(await liveObject(object)), paths)).toEqual([])
    const drift = fields.filter(({ verdict }) => verdict === 'drift')
    const findings = scanned.findings.filter((one) => one.object.kind === ref.kind && one.object.name === ref.name)
    expect(drift.map(({ path, kind, severity }) => `${path} ${kind} ${severity}`).sort()).toEqual(
      findings.map(({ path, kind, severity }) => `${path} ${kind} ${severity}`).sort(),
    )
    expect(fields.filter(({ evidence, reason }) => evidence === '' || reason === '')).toEqual([])
  })

  it('tells expected, default, allocated and equal fields apart', async () => {
    const verdictAt = async (object: string, path: string) =>
      (await explain(object, path)).fields.map(({ verdict, rule }) => rule ?? verdict)
    expect(await verdictAt('deployment/checkout', '.spec.replicas')).toEqual(['hpa-replicas'])
    expect(await verdictAt('deployment/checkout', '.spec.strategy.type')).toEqual(['default'])
    expect(await verdictAt('service/web', '.spec.clusterIP')).toEqual(['allocated'])
    expect(await verdictAt('service/web', '.spec.selector')).toEqual(['in-sync'])
  })

  it('shows no value of a Secret', async () => {
    const { fields } = await explain('secret/payment', '.data')
    expect(fields.map(({ path, verdict, sensitive }) => [path, verdict, sensitive])).toEqual([
      ['.data.api-key', 'drift', true],
      ['.data.webhook-secret', 'in-sync', true],
    ])
    expect(JSON.stringify(fields)).not.toMatch(/ZXhhbXBsZS|example-/)
  })

  it('says of an object that is gone that it is', async () => {
    const { verdict, note, fields } = await explain('pdb/web')
    expect(verdict).toBe('drifted')
    expect(note).toBe('Git holds this object and the cluster does not.')
    expect(fields.map(({ path, kind }) => [path, kind])).toEqual([['', 'missing']])
  })

  it('says of what it may not read that nothing is known, and ends in 2', async () => {
    const args = [
      'explain',
      'deployment/web',
      '-n',
      'shop',
      '--source',
      SHOP,
      '--kubeconfig',
      shop().kubeconfigs.reader,
    ]
    const run = await driftage(...args, '-o', 'json')
    const { verdict, notChecked, fields } = explanationOf(run)
    expect([run.code, verdict, notChecked.map(({ reason }) => reason), fields]).toEqual([
      2,
      'unknown',
      ['forbidden'],
      [],
    ])
    expect((await driftage(...args)).out).toContain('The live object could not be judged as a whole.')
  })

  it('takes the written reference and every name that kubectl takes', async () => {
    const [first, ...others] = await Promise.all(
      ['x/apps/Deployment/shop/web', 'deploy/web', 'deployments/web', 'deployments.apps/web', 'Deployment/web'].map(
        (name) => explain(name),
      ),
    )
    for (const other of others) expect(other.object).toEqual(first?.object)
  })

  it('says where it is asked for something that Git does not hold', async () => {
    const { code, err } = await driftage(
      'explain',
      'deployment/nobody',
      '-n',
      'shop',
      '--source',
      SHOP,
      '--kubeconfig',
      shop().kubeconfigs.admin,
    )
    expect([code, err.includes('DRF4003')]).toEqual([2, true])
  })
})
