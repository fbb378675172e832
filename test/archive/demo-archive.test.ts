import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterEach, expect, it } from 'vitest'
import { SECRET_IN_CLUSTER, SECRET_IN_GIT } from '../../scripts/demo/teams.ts'
import { readArchiveFile } from '../../src/adapters/archive/read-archive-file.ts'
import { DEMO, replayed, temporaryFolder, told, undone } from './replayed.ts'

const folders: Awaited<ReturnType<typeof temporaryFolder>>[] = []

afterEach(async () => {
  for (const folder of folders.splice(0)) await folder.remove()
})

async function newFolder(): Promise<string> {
  const folder = await temporaryFolder()
  folders.push(folder)
  return folder.path
}

const FINDINGS: readonly string[] = [
  'open drift ConfigMap/transcoder-limits .data.job-timeout by bob@example.com',
  'open drift Deployment/checkout .spec.template.spec.containers[name="proxy"] by system:serviceaccount:shop:some-operator',
  'open drift Deployment/transcoder .spec.replicas by bob@example.com',
  'open drift Deployment/transcoder .spec.template.spec.containers[name="transcoder"].resources.limits.memory by bob@example.com',
  'open drift Deployment/web .spec.template.spec.containers[name="web"].env[name="DEBUG"] by alice@example.com',
  'open drift Deployment/web .spec.template.spec.containers[name="web"].image by alice@example.com again 2',
  'open drift NetworkPolicy/gateway .spec.ingress by alice@example.com',
  'open drift PodDisruptionBudget/gateway (object) by bob@example.com',
  'open drift Role/support .rules by bob@example.com',
  'open pending Deployment/gateway .spec.template.spec.containers[name="gateway"].image by -',
  'resolved drift ConfigMap/checkout-settings .data.payment-timeout by bob@example.com reverted',
  'resolved drift Secret/payment .data.api-key by alice@example.com reverted',
  'resolved explained Deployment/checkout .metadata.annotations["deployment.kubernetes.io/revision"] explained',
  'resolved explained Deployment/checkout .spec.replicas explained',
  'resolved explained Deployment/gateway .metadata.annotations["deployment.kubernetes.io/revision"] explained',
  'resolved explained Deployment/transcoder .metadata.annotations["deployment.kubernetes.io/revision"] explained',
  'resolved explained Deployment/web .metadata.annotations["deployment.kubernetes.io/revision"] explained',
]

const UNDONE: readonly string[] = [
  'ConfigMap/checkout-settings .data.payment-timeout by bob@example.com, undone by system:serviceaccount:argocd:argocd-application-controller 1',
  'Deployment/web .spec.template.spec.containers[name="web"].image by alice@example.com, undone by system:serviceaccount:argocd:argocd-application-controller 1',
  'Secret/payment .data.api-key by alice@example.com, undone by system:serviceaccount:argocd:argocd-application-controller 1',
]

it('the service sees in the demo archive exactly what three teams did in four weeks', async () => {
  const archive = await readArchiveFile(DEMO)
  const seen = await replayed(archive, await newFolder())
  expect(await told(seen)).toEqual(FINDINGS)
  expect(await undone(seen)).toEqual(UNDONE)
  expect((await seen.reads.objects({ verdict: 'unknown', limit: 10 })).items).toEqual([])
  await seen.close()
})

it('a second start goes on where the first one stopped, and doubles nothing', async () => {
  const archive = await readArchiveFile(DEMO)
  const data = await newFolder()
  const first = await replayed(archive, data, (day) => day >= 12)
  expect(first.isWhole).toBe(false)
  await first.close()
  const second = await replayed(archive, data)
  expect(second.continuedFrom).toBeGreaterThan(archive.header.from)
  expect(second.continuedFrom).toBeLessThan(archive.until)
  expect(await told(second)).toEqual(FINDINGS)
  expect(await undone(second)).toEqual(UNDONE)
  const before = (await second.reads.activity({ limit: 1 })).items[0]?.sequence
  await second.close()
  const third = await replayed(archive, data)
  expect(await told(third)).toEqual(FINDINGS)
  expect((await third.reads.activity({ limit: 1 })).items[0]?.sequence).toBe(before)
  await third.close()
})

it('R-37 S-2 the archive holds no secret, neither as text nor encoded', async () => {
  const text = gunzipSync(await readFile(DEMO)).toString('utf8')
  for (const secret of [SECRET_IN_GIT, SECRET_IN_CLUSTER]) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(Buffer.from(secret).toString('base64'))
  }
  expect(text).toContain('keyed:')
})

it('DRF5404 an archive that was cut off is replayed up to the cut, and says so', async () => {
  const packed = await readFile(DEMO)
  const folder = await newFolder()
  const cut = join(folder, 'cut.jsonl.gz')
  await writeFile(cut, packed.subarray(0, Math.floor(packed.length * 0.8)))
  const archive = await readArchiveFile(cut)
  expect(archive.damagedAt).toBeGreaterThan(100)
  const seen = await replayed(archive, join(folder, 'data'))
  expect(seen.damagedAt).toBe(archive.damagedAt)
  expect(await told(seen)).not.toEqual([])
  await seen.close()
})

it.each([
  ['DRF5401', 'no file', undefined],
  ['DRF5402', 'an empty file', Buffer.alloc(0)],
  ['DRF5402', 'what is not packed', Buffer.from('{"driftage":"archive"}')],
  ['DRF5402', 'only the beginning of the packing', Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3])],
])('%s refuses %s', async (code, _, bytes) => {
  const file = join(await newFolder(), 'archive.jsonl.gz')
  if (bytes !== undefined) await writeFile(file, bytes)
  await expect(readArchiveFile(file)).rejects.toMatchObject({ code })
})

it('DRF5406 keeps the memories of two archives apart', async () => {
  const archive = await readArchiveFile(DEMO)
  const data = await newFolder()
  await (await replayed(archive, data, () => true)).close()
  const other = { ...archive, header: { ...archive.header, id: 'another' } }
  await expect(replayed(other, data)).rejects.toMatchObject({ code: 'DRF5406' })
})
