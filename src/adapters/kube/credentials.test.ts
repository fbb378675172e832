import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../../test/certificates/certificates.ts'
import { makeTemporaryFolder, type TemporaryFolder } from '../../../test/faults/temporary-folder.ts'
import { CredentialStore } from './credentials.ts'
import { runExecPlugin } from './exec-credential.ts'
import { loadClusterConfig } from './load-cluster-config.ts'

const V1 = 'client.authentication.k8s.io/v1'

/** Counts its runs, keeps what it was told, and prints what the file `answer` holds. */
const PLUGIN = `#!${process.execPath}
const fs = require('node:fs')
const folder = __dirname
fs.appendFileSync(folder + '/runs', JSON.stringify({
  args: process.argv.slice(2), info: JSON.parse(process.env.KUBERNETES_EXEC_INFO), extra: process.env.EXTRA,
}) + '\\n')
process.stdout.write(fs.readFileSync(folder + '/answer', 'utf8'))
`

let folder: TemporaryFolder

beforeEach(async () => {
  folder = await makeTemporaryFolder()
  await writeFile(join(folder.path, 'plugin'), PLUGIN, { mode: 0o700 })
})
afterEach(() => folder.remove())

async function prints(status: object, apiVersion = V1): Promise<void> {
  await printsText(JSON.stringify({ kind: 'ExecCredential', apiVersion, status }))
}

async function printsText(text: string): Promise<void> {
  await writeFile(join(folder.path, 'answer'), text)
}

async function runs(): Promise<{ args: string[]; info: unknown; extra?: string }[]> {
  const text = await readFile(join(folder.path, 'runs'), 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { args: string[]; info: unknown })
}

async function configWith(exec: object, clusterSettings: object = {}) {
  const kubeconfig = {
    'current-context': 'x',
    clusters: [{ name: 'c', cluster: { server: 'https://cluster.example.com:6443', ...clusterSettings } }],
    users: [{ name: 'u', user: { exec: { apiVersion: V1, command: './plugin', interactiveMode: 'Never', ...exec } } }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
  }
  await writeFile(join(folder.path, 'config'), JSON.stringify(kubeconfig))
  return loadClusterConfig({ kubeconfig: 'config' }, { env: {}, home: folder.path, cwd: folder.path })
}

async function storeWith(exec: object, clusterSettings: object = {}, now = () => 0) {
  return new CredentialStore(await configWith(exec, clusterSettings), now)
}

describe('exec plugins', () => {
  test('get arguments without a shell, environment, and what the kubeconfig lets them know', async () => {
    await prints({ token: 'secret' })
    const { certificate } = makeCertificate({ name: 'ca' })
    const data = Buffer.from(certificate).toString('base64')
    const extension = { name: 'client.authentication.k8s.io/exec', extension: { audience: 'a' } }
    const store = await storeWith(
      { args: ['$(touch x)', 'a b'], env: [{ name: 'EXTRA', value: 'e' }], provideClusterInfo: true },
      {
        'certificate-authority-data': data,
        'tls-server-name': 'n',
        'proxy-url': 'http://p:3128',
        extensions: [extension],
      },
    )
    expect((await store.current()).authorization?.reveal()).toBe('Bearer secret')
    const told = {
      server: 'https://cluster.example.com:6443',
      'tls-server-name': 'n',
      'certificate-authority-data': data,
      'proxy-url': 'http://p:3128',
      config: { audience: 'a' },
    }
    const info = { apiVersion: V1, kind: 'ExecCredential', spec: { interactive: false, cluster: told } }
    expect(await runs()).toEqual([{ args: ['$(touch x)', 'a b'], info, extra: 'e' }])
  })

  test('run once for many requests, again after expiry, and again when refused', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    await prints({ token: 'one', expirationTimestamp: '2026-01-01T00:10:00Z' })
    const store = await storeWith({}, {}, () => now)
    const [first] = await Promise.all([store.current(), store.current(), store.current()])
    expect(await store.current()).toBe(first)
    expect(await runs()).toHaveLength(1)

    now += 600_000
    await prints({ token: 'two' })
    const second = await store.current()
    expect(second.authorization?.reveal()).toBe('Bearer two')

    await prints({ token: 'three' })
    const [third, same] = await Promise.all([store.renew(second), store.renew(second)])
    expect(third.authorization?.reveal()).toBe('Bearer three')
    expect(same).toBe(third)
    expect(await store.renew(second)).toBe(third)
    expect(await runs()).toHaveLength(3)
  })

  test('may give a client certificate, and speak v1beta1', async () => {
    const apiVersion = 'client.authentication.k8s.io/v1beta1'
    await prints({ clientCertificateData: 'CERT', clientKeyData: 'KEY' }, apiVersion)
    const store = await storeWith({ apiVersion, interactiveMode: undefined })
    const { authorization, clientCertificate } = await store.current()
    expect([authorization, clientCertificate?.certificate, clientCertificate?.key.reveal()]).toEqual([
      undefined,
      'CERT',
      'KEY',
    ])
  })

  test.each([
    ['no JSON', 'canary', 'printed something that is not JSON'],
    ['another kind', '{"kind":"canary"}', 'printed no ExecCredential'],
    [
      'another version',
      JSON.stringify({ kind: 'ExecCredential', apiVersion: 'canary' }),
      'answered in another version',
    ],
    ['nothing', JSON.stringify({ kind: 'ExecCredential', apiVersion: V1 }), 'gave neither token nor certificate'],
    [
      'half a pair',
      JSON.stringify({ kind: 'ExecCredential', apiVersion: V1, status: { clientKeyData: 'canary' } }),
      'gave a certificate without its key',
    ],
    [
      'no time',
      JSON.stringify({
        kind: 'ExecCredential',
        apiVersion: V1,
        status: { token: 'canary', expirationTimestamp: 'canary' },
      }),
      'gave an expirationTimestamp that is no time',
    ],
    ['megabytes', 'canary'.repeat(400_000), 'printed more than a credential'],
  ])('that print %s fail without an echo', async (_what, text, problem) => {
    await printsText(text)
    const error: unknown = await (await storeWith({})).current().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'DRF3010', message: expect.stringContaining(problem) })
    expect(inspect(error, { depth: 9 })).not.toContain('canary')
  })

  test.each([
    [
      { command: 'no-such-plugin', installHint: 'Get it at https://example.com.' },
      'was not found. Get it at https://example.com.',
    ],
    [{ command: process.execPath, args: ['-e', 'process.exit(3)', 'canary'] }, 'ended with exit code 3'],
    [{ interactiveMode: 'Always' }, 'needs a terminal'],
  ])('that cannot run say so: %o', async (exec, problem) => {
    const error: unknown = await (await storeWith(exec)).current().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'DRF3010', message: expect.stringContaining(problem) })
    expect(inspect(error)).not.toContain('canary')
  })

  test('that hang are ended', async () => {
    const { credentials } = await configWith({ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'] })
    const plugin = credentials.bearer?.by === 'exec' ? credentials.bearer.plugin : undefined
    if (plugin === undefined) throw new Error('the kubeconfig has a plugin')
    await expect(runExecPlugin(plugin, undefined, 300)).rejects.toMatchObject({ code: 'DRF3010' })
  })
})

test('a token file is read again after a minute, and its fallback counts while it is missing', async () => {
  const user = { tokenFile: 'token', token: 'fallback' }
  const kubeconfig = { users: [{ name: 'u', user }], contexts: [{ name: 'x', context: { user: 'u' } }] }
  await writeFile(join(folder.path, 'config'), JSON.stringify(kubeconfig))
  const flags = { kubeconfig: 'config', context: 'x', server: 'https://h' }
  const config = await loadClusterConfig(flags, { env: {}, home: folder.path, cwd: folder.path })
  let now = 0
  const store = new CredentialStore(config, () => now)
  const header = async () => (await store.current()).authorization?.reveal()
  expect(await header()).toBe('Bearer fallback')
  await writeFile(join(folder.path, 'token'), 'one\n')
  expect(await header()).toBe('Bearer fallback')
  now += 60_000
  expect(await header()).toBe('Bearer one')
})
