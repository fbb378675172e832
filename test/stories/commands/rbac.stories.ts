import { beforeAll, describe, expect, it } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { kubectl } from '../../../scripts/demo/shop.ts'
import type { ScanReport } from '../../../src/model/scan-report.ts'
import { waitUntilNothingIsMissing } from '../../cluster/waiting.ts'
import { fleet } from '../../fleet/living-fleet.ts'
import { FLEET } from '../../fleet/places.ts'
import { changes, lessByOne, type Role } from './roles.ts'
import { driftage, explanationOf, gapLines, reportOf } from '../program.ts'

let token: string
let roles: readonly Role[]

/** Before the first group of stories. */
async function giveRole(): Promise<void> {
  roles = await applyRoles()
  token = (await kubectl(fleet(), 'admin', ['create', 'token', 'driftage', '--namespace=driftage'])).trim()
}

/** Applies what the program prints, as it is. */
async function applyRoles(...flags: readonly string[]): Promise<readonly Role[]> {
  const { code, out } = await driftage('rbac', FLEET, '--kubeconfig', fleet().kubeconfigs.admin, ...flags)
  expect(code).toBe(0)
  await kubectl(fleet(), 'admin', ['apply', '-f', '-'], { stdin: out })
  return parseAllDocuments(out).map((document) => document.toJS() as Role)
}

/** A scan under the printed role. */
async function scanned(...flags: readonly string[]): Promise<ScanReport> {
  const { reader } = fleet().kubeconfigs
  return reportOf(await driftage('scan', FLEET, '--kubeconfig', reader, '--token', token, '-o', 'json', ...flags))
}

/** What it could not check. */
async function gaps(...flags: readonly string[]): Promise<readonly string[]> {
  const report = await scanned(...flags)
  expect(report.findings).toEqual([])
  return gapLines(report)
}

async function setRules({ kind, metadata, rules }: Role): Promise<void> {
  const where = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`
  const path = `/apis/rbac.authorization.k8s.io/v1${where}/${kind.toLowerCase()}s/${metadata.name}`
  await fleet().admin.expect('PATCH', path, { body: { rules }, contentType: 'application/merge-patch+json' })
}

describe('the role that rbac prints', () => {
  beforeAll(giveRole)

  it('holds no wildcard, no sub-resource, nothing that writes, and Secrets by name only', () => {
    const rules = roles.flatMap((role) => role.rules ?? [])
    expect(rules.filter((rule) => rule.verbs.some((verb) => verb !== 'get' && verb !== 'list'))).toEqual([])
    expect(rules.flatMap((rule) => [...rule.resources, ...rule.apiGroups]).filter((name) => /[*/]/.test(name))).toEqual(
      [],
    )
    const secrets = rules.filter((rule) => rule.resources.includes('secrets'))
    expect(new Set(secrets.flatMap((rule) => rule.resourceNames))).toEqual(
      new Set(['agent-token', 'redis', 'registry', 'shop-tls', 'web-keys']),
    )
    expect(secrets.every((rule) => rule.verbs.join() === 'get')).toBe(true)
  })

  it('is enough for everything but what only the server can say', async () => {
    const open = await gaps()
    expect(open.filter((line) => !line.endsWith(': needs-oracle'))).toEqual([])
    expect(open.length).toBeGreaterThan(0)
  })

  it('has no resource too many: without any one of them something cannot be checked', async () => {
    const usual = await gaps()
    const useless: string[] = []
    for (const role of roles) {
      for (const { missing, rules } of lessByOne(role.rules ?? [])) {
        await setRules({ ...role, rules })
        if (!(await changes(gaps, usual))) useless.push(`${role.kind} ${role.metadata.namespace ?? ''} ${missing}`)
      }
      if (role.rules !== undefined) await setRules(role)
    }
    expect(useless).toEqual(['ClusterRole  mutatingwebhookconfigurations'])
  }, 600_000)

  it('has webhooks because without them an addition that nobody owns could be anybody’s', async () => {
    const path = '/api/v1/namespaces/shop/configmaps/web-settings'
    const stripped = { data: { added: 'by nobody' }, metadata: { managedFields: [{}] } }
    await fleet().admin.expect('PATCH', path, { body: stripped, contentType: 'application/merge-patch+json' })
    const [role] = roles.filter(({ kind }) => kind === 'ClusterRole')
    if (role?.rules === undefined) throw new Error('there is no ClusterRole')
    const about = async () => {
      const { findings, notChecked } = await scanned()
      return [...findings, ...notChecked]
        .filter(({ path: at }) => at === '.data.added')
        .map((one) => ('kind' in one ? one.kind : one.reason))
    }
    await waitUntilNothingIsMissing('it is found', async () =>
      (await about()).join() === 'added' ? [] : ['not found'],
    )
    const less = lessByOne(role.rules).find(({ missing }) => missing === 'mutatingwebhookconfigurations')
    await setRules({ ...role, rules: less?.rules ?? [] })
    await waitUntilNothingIsMissing('it cannot be told', async () =>
      (await about()).join() === 'needs-oracle' ? [] : await about(),
    )
    await setRules(role)
    await fleet().admin.expect('PATCH', path, {
      body: { data: { added: null } },
      contentType: 'application/merge-patch+json',
    })
  })
})

describe('the role that rbac --oracle prints', () => {
  const create = (name: string): readonly string[] => ['create', 'configmap', name, '--namespace=shop']

  beforeAll(async () => {
    await applyRoles('--oracle')
    const denied = async () => {
      const { stderr } = await as(...create(`too-early-${Date.now()}`))
      return stderr.includes('driftage may only dry-run') ? [] : [stderr]
    }
    await waitUntilNothingIsMissing('the policy acts', denied)
  })

  /** kubectl as the account of the role. */
  function as(...args: readonly string[]) {
    return fleet().kubectl('reader', [...args, `--token=${token}`])
  }

  it('lets the server be asked, so that everything is checked', async () => {
    expect(await gaps()).toEqual([])
  })

  it('still asks nobody with --read-only', async () => {
    expect((await gaps('--read-only')).every((line) => line.endsWith(': needs-oracle'))).toBe(true)
  })

  it('explains what it leaves open as unknown, with the reason', async () => {
    const asked = ['explain', 'deployment/web', '-n', 'shop', '--source', FLEET, '--read-only', '-o', 'json']
    const run = await driftage(...asked, '--kubeconfig', fleet().kubeconfigs.reader, '--token', token)
    const unknown = explanationOf(run).fields.filter(({ verdict }) => verdict === 'unknown')
    expect(unknown.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      '.metadata.labels["fleet.example.dev/cost-centre"] needs-oracle',
      '.spec.revisionHistoryLimit needs-oracle',
    ])
    expect(run.code).toBe(2)
  })

  it('allows a dry-run and denies everything that would last, whatever else the account may do', async () => {
    expect(await as(...create('probe'), '--dry-run=server')).toMatchObject({ stderr: '', code: 0 })
    expect((await as(...create('probe'))).stderr).toContain('driftage may only dry-run')
    const account = '--serviceaccount=driftage:driftage'
    await kubectl(fleet(), 'admin', [
      'create',
      'clusterrolebinding',
      'too-much',
      '--clusterrole=cluster-admin',
      account,
    ])
    const label = ['label', 'configmap', 'web-settings', 'a=b', '--namespace=shop']
    await waitUntilNothingIsMissing('the account may do everything', async () =>
      (await as(...label, '--dry-run=server')).code === 0 ? [] : ['not yet'],
    )
    expect((await as(...label)).stderr).toContain('driftage may only dry-run')
    expect((await as('delete', 'configmap', 'web-settings', '--namespace=shop')).stderr).toContain(
      'driftage may only dry-run',
    )
    expect((await as('scale', 'deployment/web', '--replicas=1', '--namespace=shop')).stderr).toContain(
      'driftage may only dry-run',
    )
  })
})
