import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeTemporaryFolder, type TemporaryFolder } from '../../../test/faults/temporary-folder.ts'
import type { ClusterFlags } from './cluster-flags.ts'
import { inClusterConfig } from './in-cluster.ts'
import { loadClusterConfig } from './load-cluster-config.ts'

const PEM = '-----BEGIN CERTIFICATE-----\ncanary-pem\n-----END CERTIFICATE-----\n'
const PEM_DATA = Buffer.from(PEM).toString('base64')

let folder: TemporaryFolder

beforeEach(async () => {
  folder = await makeTemporaryFolder()
})
afterEach(() => folder.remove())

const path = (name: string) => join(folder.path, name)

/** Writes a kubeconfig as YAML and gives its path. */
async function file(name: string, text: string): Promise<string> {
  await mkdir(join(path(name), '..'), { recursive: true })
  await writeFile(path(name), text)
  return path(name)
}

function load(flags: ClusterFlags = {}, env: Record<string, string> = {}) {
  return loadClusterConfig(flags, { env, home: folder.path, cwd: folder.path })
}

const cluster = (name: string, settings: string) => `{name: ${name}, cluster: {${settings}}}`
const user = (name: string, settings: string) => `{name: ${name}, user: {${settings}}}`
const context = (name: string, settings: string) => `{name: ${name}, context: {${settings}}}`

/** One cluster `c`, one user `u` and the current context `x` of both. */
function simple(clusterSettings: string, userSettings: string, contextSettings = ''): string {
  return [
    'current-context: x',
    `clusters: [${cluster('c', clusterSettings)}]`,
    `users: [${user('u', userSettings)}]`,
    `contexts: [${context('x', `cluster: c, user: u${contextSettings}`)}]`,
  ].join('\n')
}

describe('files', () => {
  test('of one name the first file counts, and paths are relative to their file', async () => {
    const first = await file(
      'a/config',
      `clusters: [${cluster('one', 'server: "https://first", certificate-authority: ca.crt')}]
contexts: [${context('x', 'cluster: one, user: u, namespace: shop')}]`,
    )
    const second = await file(
      'b/config',
      `current-context: x
clusters: [${cluster('one', 'server: "https://second"')}, ${cluster('two', 'server: "https://two"')}]
users: [${user('u', 'tokenFile: ../token')}]
contexts: [${context('x', 'cluster: two, user: u')}, ${context('y', 'cluster: two, user: u')}]`,
    )
    const env = { KUBECONFIG: `${first}::${path('missing')}:${second}` }
    expect(await load({}, env)).toMatchObject({
      name: 'x',
      server: new URL('https://first'),
      namespace: 'shop',
      tls: { authority: { file: path('a/ca.crt') } },
      credentials: { user: 'u', bearer: { by: 'token-file', file: path('token') } },
    })
    expect(await load({ context: 'y' }, env)).toMatchObject({
      name: 'y',
      server: new URL('https://two'),
      namespace: 'default',
    })
  })

  test('--kubeconfig before KUBECONFIG before ~/.kube/config', async () => {
    await file('.kube/config', simple('server: "https://home"', ''))
    const variable = await file('variable', simple('server: "https://variable"', ''))
    await file('flag', simple('server: "https://flag"', ''))
    expect((await load()).server.host).toBe('home')
    expect((await load({}, { KUBECONFIG: variable })).server.host).toBe('variable')
    expect((await load({ kubeconfig: 'flag' }, { KUBECONFIG: variable })).server.host).toBe('flag')
  })

  test.each([
    ['missing', undefined, 'DRF3002', /could not be read \(ENOENT\)/],
    ['not YAML', 'users: [\n  canary: {', 'DRF3002', /line \d is not YAML/],
    ['text', 'canary', 'DRF3002', /not a map/],
    ['two of a name', 'users: [{name: a}, {name: a}]', 'DRF3002', /two entries with the name "a"/],
    ['no context', `contexts: [${context('prod', '')}]`, 'DRF3003', /Choose one with --context; it has prod/],
    ['an unknown cluster', `current-context: x\ncontexts: [${context('x', 'cluster: c')}]`, 'DRF3003', /no entry "c"/],
    ['no server', simple('', ''), 'DRF3004', /server of "c" is missing/],
    ['a server without scheme', simple('server: "canary:6443"', ''), 'DRF3004', /must begin with https/],
    ['a server with a password', simple('server: "https://u:canary@h"', ''), 'DRF3004', /must not hold credentials/],
    ['a number as token', simple('server: "https://h"', 'token: 1234'), 'DRF3004', /must be text/],
    ['a token of two lines', simple('server: "https://h"', 'token: "canary\\nx"'), 'DRF3004', /no token has/],
    ['token and username', simple('server: "https://h"', 'token: canary, username: u'), 'DRF3004', /keep one/],
    ['a key alone', simple('server: "https://h"', 'client-key: k'), 'DRF3004', /needs client-key, and/],
    [
      'data that is not PEM',
      simple('server: "https://h", certificate-authority-data: Y2FuYXJ5', ''),
      'DRF3004',
      /not PEM/,
    ],
    [
      'insecure and an authority',
      simple('server: "https://h", insecure-skip-tls-verify: true, certificate-authority: f', ''),
      'DRF3004',
      /exclude/,
    ],
    [
      'an auth-provider',
      simple('server: "https://h"', 'auth-provider: {name: gcp, config: {t: canary}}'),
      'DRF3005',
      /exec plugin/,
    ],
    ['a SOCKS proxy', simple('server: "https://h", proxy-url: "socks5://u:canary@p"', ''), 'DRF3005', /socks5 proxy/],
    [
      'an old exec version',
      simple('server: "https://h"', 'exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: c}'),
      'DRF3005',
      /Update/,
    ],
    [
      'exec v1 without a mode',
      simple('server: "https://h"', 'exec: {apiVersion: client.authentication.k8s.io/v1, command: c}'),
      'DRF3004',
      /interactiveMode/,
    ],
    ['groups without a user', simple('server: "https://h"', 'as-groups: [system:masters]'), 'DRF3004', /needs a user/],
  ])('%s is an error without any of the content', async (_what, text, code, message) => {
    if (text !== undefined) await file('config', text)
    const error: unknown = await load({ kubeconfig: 'config' }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(inspect(error, { depth: 9 })).not.toContain('canary')
  })

  test('nothing at all is an error', async () => {
    await expect(load()).rejects.toMatchObject({ code: 'DRF3001' })
    await expect(load({}, { KUBECONFIG: path('missing') })).rejects.toMatchObject({ code: 'DRF3001' })
  })
})

describe('flags', () => {
  test('stand in place of what the kubeconfig says', async () => {
    await file(
      '.kube/config',
      simple(
        `server: "https://old", insecure-skip-tls-verify: true, proxy-url: "http://proxy:3128"`,
        'exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c}, as: them, as-groups: [g]',
      ),
    )
    const flags = {
      server: 'https://new:6443/path/',
      token: 'secret',
      namespace: 'shop',
      tlsServerName: 'name',
      certificateAuthority: 'ca.crt',
      insecureSkipTlsVerify: false,
      requestTimeout: '1m30s',
      as: 'me',
    }
    const config = await load(flags)
    expect(config).toMatchObject({
      name: 'x',
      server: new URL('https://new:6443/path'),
      namespace: 'shop',
      tls: { authority: { file: path('ca.crt') }, serverName: 'name', insecure: false },
      proxy: { url: new URL('http://proxy:3128') },
      credentials: { bearer: { by: 'token' } },
      impersonation: { user: 'me', groups: ['g'] },
      requestTimeoutMs: 90_000,
    })
  })

  test('choose cluster and user across contexts', async () => {
    await file(
      '.kube/config',
      `current-context: x
clusters: [${cluster('one', 'server: "https://one"')}, ${cluster('two', 'server: "https://two"')}]
users: [${user('u', 'username: n, password: p')}, ${user('v', `client-certificate-data: ${PEM_DATA}, client-key-data: ${PEM_DATA}`)}]
contexts: [${context('x', 'cluster: one, user: u')}]`,
    )
    expect(await load({ cluster: 'two', user: 'v' })).toMatchObject({
      server: new URL('https://two'),
      credentials: { user: 'v', bearer: undefined, clientCertificate: { certificate: { pem: {} } } },
    })
    expect((await load()).credentials.bearer).toMatchObject({ by: 'basic', username: 'n' })
    await expect(load({ user: 'w' })).rejects.toMatchObject({
      code: 'DRF3003',
      message: expect.stringContaining('u, v'),
    })
  })

  test('a plugin is not asked where there is a token or a certificate, as in kubectl', async () => {
    const exec = 'exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: c}'
    await file('.kube/config', simple('server: "https://h"', `${exec}, token: t`))
    expect((await load()).credentials.bearer?.by).toBe('token')
    await file('.kube/config', simple('server: "https://h"', exec))
    expect((await load()).credentials.bearer).toMatchObject({ by: 'exec', plugin: { origin: 'home', command: 'c' } })
    expect((await load({ token: 't' })).credentials.bearer?.by).toBe('token')
    expect((await load({ clientCertificate: 'c', clientKey: 'k' })).credentials.bearer).toBeUndefined()
  })

  test('--insecure-skip-tls-verify puts the authority of the entry aside', async () => {
    await file('.kube/config', simple('server: "https://h", certificate-authority: f', ''))
    expect((await load({ insecureSkipTlsVerify: true })).tls).toMatchObject({ authority: undefined, insecure: true })
  })

  test.each([
    ['0', 0],
    ['5', 5000],
    ['250ms', 250],
    ['1.5h', 5_400_000],
    ['soon', undefined],
    ['-1s', undefined],
  ])('--request-timeout %s', async (requestTimeout, expected) => {
    const loading = load({ server: 'https://h', requestTimeout })
    if (expected === undefined) await expect(loading).rejects.toMatchObject({ code: 'DRF3004' })
    else expect((await loading).requestTimeoutMs).toBe(expected)
  })

  test('an empty --as is refused, since the request would run as oneself (B-53)', async () => {
    await expect(load({ server: 'https://h', as: '' })).rejects.toMatchObject({ code: 'DRF3004' })
  })
})

describe('proxies', () => {
  test.each([
    ['https://api.example.com', {}, undefined],
    ['https://api.example.com', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
    ['https://api.example.com', { https_proxy: 'p:3128' }, 'http://p:3128/'],
    ['http://api.example.com', { HTTPS_PROXY: 'http://p' }, undefined],
    ['https://127.0.0.1:6443', { HTTPS_PROXY: 'http://p' }, undefined],
    ['https://api.example.com', { HTTPS_PROXY: 'http://p', NO_PROXY: 'x, example.com' }, undefined],
    ['https://example.com', { HTTPS_PROXY: 'http://p', NO_PROXY: '.example.com' }, 'http://p/'],
    ['https://api.example.com', { HTTPS_PROXY: 'http://p', NO_PROXY: '*.example.com' }, undefined],
    ['https://api.example.com', { HTTPS_PROXY: 'http://p', NO_PROXY: 'ample.com' }, 'http://p/'],
    ['https://api.example.com:6443', { HTTPS_PROXY: 'http://p', NO_PROXY: 'api.example.com:443' }, 'http://p/'],
    ['https://10.1.2.3', { HTTPS_PROXY: 'http://p', NO_PROXY: '10.0.0.0/8' }, undefined],
    ['https://11.1.2.3', { HTTPS_PROXY: 'http://p', NO_PROXY: '10.0.0.0/8' }, 'http://p/'],
    ['https://[fd00::1]:6443', { HTTPS_PROXY: 'http://p', NO_PROXY: 'fd00::/8' }, undefined],
    ['https://api.example.com', { HTTPS_PROXY: 'http://p', NO_PROXY: '*' }, undefined],
  ])('%s with %o', async (server, env, expected) => {
    expect((await load({ server }, env)).proxy?.url.href).toBe(expected)
  })
})

test('printing a configuration shows no secret', async () => {
  const secrets = 'token: canary, client-certificate-data: ' + PEM_DATA + ', client-key-data: ' + PEM_DATA
  await file('.kube/config', simple('server: "https://h", proxy-url: "http://u:canary@p"', secrets))
  const config = await load()
  expect(
    `${inspect(config, { depth: 9, showHidden: true })}${JSON.stringify(config)}${String(config.proxy?.authorization)}`,
  ).not.toMatch(/canary|Y2FuYXJ5/)
})

test('in a pod without kubeconfig the service account counts', async () => {
  await file('account/token', 'first')
  await file('account/namespace', 'shop\n')
  await file('account/ca.crt', PEM)
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }
  expect(await inClusterConfig({}, env, path('account'))).toMatchObject({
    name: 'in-cluster',
    server: new URL('https://[fd00::1]:443'),
    namespace: 'shop',
    tls: { authority: { file: path('account/ca.crt') }, insecure: false },
    credentials: { bearer: { by: 'token-file', file: path('account/token') } },
  })
  expect(await inClusterConfig({}, env, path('nothing'))).toBeUndefined()
  expect(await inClusterConfig({}, {}, path('account'))).toBeUndefined()
})
