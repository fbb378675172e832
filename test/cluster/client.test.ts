import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ClusterClient,
  type ClusterClientOptions,
  createClusterReader,
} from '../../src/adapters/kube/cluster-client.ts'
import { ApiAsker } from '../../src/adapters/kube/api-asker.ts'
import type { ClusterFlags } from '../../src/adapters/kube/cluster-flags.ts'
import { legacyGroups } from '../../src/adapters/kube/legacy-discovery.ts'
import { loadClusterConfig } from '../../src/adapters/kube/load-cluster-config.ts'
import { Transport } from '../../src/adapters/kube/transport.ts'
import type { Discovery } from '../../src/live/cluster-reader.ts'
import type { KindInfo } from '../../src/model/kind-info.ts'
import { at, type JsonObject, stringAt } from '../../src/model/json.ts'
import { makeCertificate } from '../certificates/certificates.ts'
import { startCluster } from './cluster.ts'
import type { TestCluster } from './test-cluster.ts'
import type { ClusterUser } from './users.ts'
import { waitUntilNothingIsMissing } from './waiting.ts'

const CONFIG_MAP: KindInfo = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  resource: 'configmaps',
  namespaced: true,
  verbs: ['get', 'list'],
}
const LEDGER_ENTRY: KindInfo = { ...CONFIG_MAP, group: 'example.com', kind: 'LedgerEntry', resource: 'ledgerentries' }

const authority = makeCertificate({ name: 'client authority' })
const clients: ClusterClient[] = []
let dir: string
let cluster: TestCluster

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'driftage-client-'))
  const authorityFile = join(dir, 'client-ca.crt')
  await writeFile(authorityFile, authority.certificate)
  cluster = await startCluster({ controllerManager: false, apiServerFlags: [`--client-ca-file=${authorityFile}`] })
})

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()))
  await cluster?.stop()
  await rm(dir, { recursive: true, force: true })
})

async function reader(
  user: ClusterUser,
  flags: ClusterFlags = {},
  options: ClusterClientOptions = {},
): Promise<ClusterClient> {
  const config = await loadClusterConfig(
    { kubeconfig: cluster.kubeconfigs[user], ...flags },
    { env: {}, home: dir, cwd: dir },
  )
  const client = createClusterReader(config, options)
  clients.push(client)
  return client
}

/** Discovery as for servers that do not know the aggregated form, though this one does. */
async function discoverOneByOne(user: ClusterUser): Promise<Discovery> {
  const config = await loadClusterConfig({ kubeconfig: cluster.kubeconfigs[user] }, { env: {}, home: dir, cwd: dir })
  const transport = new Transport(config, { maxTries: 1 })
  const asker = new ApiAsker(transport, config.name, config.server)
  const found: Discovery[] = []
  for (const path of ['/api', '/apis']) {
    const root = await asker.ask({ method: 'GET', path }, 'discover')
    if (root.state === 'found') found.push(await legacyGroups(asker, root.value))
  }
  await transport.close()
  return { kinds: found.flatMap(({ kinds }) => kinds), failed: found.flatMap(({ failed }) => failed) }
}

function written(kinds: readonly KindInfo[]): string[] {
  return kinds.map((kind) => JSON.stringify({ ...kind, verbs: kind.verbs.toSorted() })).toSorted()
}

function waitUntil(what: string, holds: () => Promise<boolean>): Promise<void> {
  return waitUntilNothingIsMissing(what, async () => ((await holds()) ? [] : [what]))
}

function customKind(): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'ledgerentries.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'LedgerEntry', plural: 'ledgerentries', singular: 'ledgerentry' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            },
          },
        },
      ],
    },
  }
}

describe('discovery', () => {
  it('finds all kinds of a healthy server', async () => {
    const { kinds, failed } = await (await reader('alice')).discover()
    expect(failed).toEqual([])
    expect(kinds.length).toBeGreaterThan(60)
    expect(kinds).toContainEqual(
      expect.objectContaining({ ...CONFIG_MAP, verbs: expect.arrayContaining(['list', 'watch']) }),
    )
    expect(kinds.find(({ kind }) => kind === 'ClusterRole')).toMatchObject({
      group: 'rbac.authorization.k8s.io',
      version: 'v1',
      namespaced: false,
    })
    expect(kinds.filter(({ resource }) => resource.includes('/'))).toEqual([])
  })

  it('says which group is down and still finds all others (F-09)', async () => {
    await cluster.admin.expect('POST', '/apis/apiregistration.k8s.io/v1/apiservices', {
      body: {
        apiVersion: 'apiregistration.k8s.io/v1',
        kind: 'APIService',
        metadata: { name: 'v1.metrics.example.com' },
        spec: {
          group: 'metrics.example.com',
          version: 'v1',
          groupPriorityMinimum: 100,
          versionPriority: 100,
          insecureSkipTLSVerify: true,
          service: { namespace: 'default', name: 'nobody' },
        },
      },
    })
    const client = await reader('alice')
    let found = await client.discover()
    await waitUntil('the group is known to be down', async () => {
      found = await client.discover()
      return found.failed.length > 0
    })
    expect(found.failed).toMatchObject([{ group: 'metrics.example.com', version: 'v1', error: { code: 'DRF3036' } }])
    expect(found.kinds.length).toBeGreaterThan(60)

    const byGroup = await discoverOneByOne('alice')
    expect(byGroup.failed).toMatchObject([{ group: 'metrics.example.com', version: 'v1', error: { code: 'DRF3031' } }])
    expect(written(byGroup.kinds)).toEqual(written(found.kinds))
    await cluster.admin.expect('DELETE', '/apis/apiregistration.k8s.io/v1/apiservices/v1.metrics.example.com')
  })
})

describe('OpenAPI', () => {
  it('is fetched once, pruned, and then read from disk', async () => {
    const cacheDir = join(dir, 'cache', 'openapi')
    const pruning = {
      id: 'test',
      prune: ({ components }: JsonObject): JsonObject => ({ components: components ?? null }),
    }
    const lines: string[] = []
    const options = { cacheDir, pruning, log: (line: string) => lines.push(line) }
    const first = await (await reader('alice', {}, options)).openApi('apps', 'v1')
    const kept = await (await reader('alice', {}, options)).openApi('apps', 'v1')
    expect(first.state === 'found' && Object.keys(first.value)).toEqual(['components'])
    expect(kept).toEqual(first)
    expect(lines.filter((line) => line.includes('/openapi/v3/apis/apps/v1'))).toHaveLength(1)
    expect((await stat(cacheDir)).mode & 0o777).toBe(0o700)

    const [file = ''] = await readdir(cacheDir)
    await writeFile(join(cacheDir, file), '{"components":')
    expect(await (await reader('alice', {}, options)).openApi('apps', 'v1')).toEqual(first)
    expect(JSON.parse(await readFile(join(cacheDir, file), 'utf8'))).toEqual(first.state === 'found' && first.value)
  })

  it('is absent for a group that the server does not have', async () => {
    expect(await (await reader('alice')).openApi('nobody.example.com', 'v1')).toEqual({ state: 'absent' })
  })
})

describe('objects', () => {
  it('lists 1,200 ConfigMaps in pages of 500, each with its kind', async () => {
    await cluster.admin.expect('POST', '/api/v1/namespaces', { body: { metadata: { name: 'many' } } })
    const names = Array.from({ length: 1200 }, (_, i) => `map-${String(i).padStart(4, '0')}`)
    for (let i = 0; i < names.length; i += 50) {
      await Promise.all(
        names
          .slice(i, i + 50)
          .map((name) =>
            cluster.admin.expect('POST', '/api/v1/namespaces/many/configmaps', { body: { metadata: { name } } }),
          ),
      )
    }
    const lines: string[] = []
    const client = await reader('alice', {}, { log: (line) => lines.push(line) })
    const listed = await client.list(CONFIG_MAP, 'many')
    const objects = listed.state === 'found' ? listed.value : []
    expect(objects.map((object) => stringAt(object, 'metadata', 'name'))).toEqual(names)
    expect(objects.every((object) => object['kind'] === 'ConfigMap' && object['apiVersion'] === 'v1')).toBe(true)
    expect(lines).toHaveLength(3)
  })

  it('keeps integers beyond 2^53 of a custom resource (B-71)', async () => {
    await cluster.admin.expect('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      body: customKind(),
    })
    const path = '/apis/example.com/v1/namespaces/default/ledgerentries'
    await waitUntil('the new kind is served', async () => (await cluster.admin.send('GET', path)).status === 200)
    const manifest = {
      apiVersion: 'example.com/v1',
      kind: 'LedgerEntry',
      metadata: { name: 'big' },
      spec: { exact: 9007199254740993n, least: -(2n ** 63n) },
    }
    const client = await reader('alice')
    const tried = await client.dryRunCreate(LEDGER_ENTRY, 'default', manifest)
    expect(tried.state === 'found' && tried.value['spec']).toEqual(manifest.spec)
    expect(await client.get(LEDGER_ENTRY, 'default', 'big')).toEqual({ state: 'absent' })

    const input = {
      stdin: `{"apiVersion":"example.com/v1","kind":"LedgerEntry","metadata":{"name":"big"},"spec":{"exact":9007199254740993}}`,
    }
    expect(await cluster.kubectl('alice', ['create', '-f', '-'], input)).toMatchObject({ code: 0 })
    const got = await client.get(LEDGER_ENTRY, 'default', 'big')
    expect(got.state === 'found' && at(got.value, 'spec', 'exact')).toBe(9007199254740993n)
  })

  it('keeps the key __proto__ of a ConfigMap (B-70)', async () => {
    const input = {
      stdin:
        '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"odd"},"data":{"__proto__":"x","constructor":"y"}}',
    }
    expect(await cluster.kubectl('alice', ['create', '-f', '-'], input)).toMatchObject({ code: 0 })
    const got = await (await reader('alice')).get(CONFIG_MAP, 'default', 'odd')
    expect(got.state === 'found' && at(got.value, 'data', '__proto__')).toBe('x')
    expect(got.state === 'found' && at(got.value, 'data', 'constructor')).toBe('y')
  })

  it('tells an absent object and a missing namespace from a kind that is not served', async () => {
    const client = await reader('alice')
    expect(await client.get(CONFIG_MAP, 'default', 'nothing')).toEqual({ state: 'absent' })
    expect(await client.get(CONFIG_MAP, 'nowhere', 'nothing')).toEqual({ state: 'absent' })
    expect(await client.dryRunCreate(CONFIG_MAP, 'nowhere', { metadata: { name: 'x' } })).toEqual({ state: 'absent' })
    for (const kind of [
      { ...CONFIG_MAP, resource: 'configtrees' },
      { ...CONFIG_MAP, group: 'nobody.example.com' },
      { ...CONFIG_MAP, group: 'apps', version: 'v9' },
    ]) {
      const failed = { state: 'failed', reason: 'refused', error: { code: 'DRF3033' } }
      expect(await client.get(kind, 'default', 'nothing')).toMatchObject(failed)
      expect(await client.list(kind, 'default')).toMatchObject(failed)
      expect(await client.dryRunCreate(kind, 'default', {})).toMatchObject(failed)
    }
  })

  it('says which field was refused, and never its value (B-05)', async () => {
    const manifest = { metadata: { name: 'Bad Name' }, data: { 'bad key canary-1': 'canary-2', fine: 12 } }
    const client = await reader('alice')
    const refused = await client.dryRunCreate(CONFIG_MAP, 'default', manifest)
    const invalid = await client.dryRunCreate(CONFIG_MAP, 'default', { ...manifest, data: { 'bad key': 'canary-3' } })
    expect(refused).toMatchObject({ state: 'failed', reason: 'refused', error: { code: 'DRF3034' } })
    expect(invalid).toMatchObject({ error: { message: expect.stringContaining('metadata.name (FieldValueInvalid)') } })
    expect(JSON.stringify([refused, invalid])).not.toMatch(/canary|Bad Name/)
  })
})

describe('identities', () => {
  it('forbidden is neither absent nor an empty list', async () => {
    const client = await reader('reader')
    const failed = { state: 'failed', reason: 'forbidden', error: { code: 'DRF3013' } }
    expect(await client.get(CONFIG_MAP, 'default', 'nothing')).toMatchObject(failed)
    expect(await client.list(CONFIG_MAP, '')).toMatchObject(failed)
    expect(await client.dryRunCreate(CONFIG_MAP, 'default', { metadata: { name: 'x' } })).toMatchObject(failed)
    expect(await client.mayI({ verb: 'list', group: '', resource: 'configmaps', namespace: '' })).toEqual({
      state: 'found',
      value: false,
    })
    expect((await client.discover()).kinds.length).toBeGreaterThan(60)
  })

  it('impersonation acts with the rights of the other user, or not at all', async () => {
    const question = { verb: 'list', group: '', resource: 'configmaps', namespace: '' }
    const asReader = await reader('admin', { as: 'reader' })
    expect(await asReader.mayI(question)).toEqual({ state: 'found', value: false })
    const inGroups = await reader('admin', { as: 'zoë', asGroup: ['other', 'system:masters'], asUid: 'some-uid' })
    expect(await inGroups.mayI(question)).toEqual({ state: 'found', value: true })
    const refused = await reader('reader', { as: 'admin', asGroup: ['system:masters'] })
    expect(await refused.list(CONFIG_MAP, '')).toMatchObject({ state: 'failed', reason: 'forbidden' })
  })

  it('a client certificate is enough', async () => {
    const issuer = { ...authority, name: 'client authority' }
    const own = makeCertificate({ name: 'carol', organizations: ['staff', 'system:masters'], issuer })
    const [clientCertificate, clientKey] = [join(dir, 'carol.crt'), join(dir, 'carol.key')]
    await Promise.all([
      writeFile(clientCertificate, own.certificate),
      writeFile(clientKey, own.key),
      writeFile(join(dir, 'ca.crt'), cluster.ca),
    ])
    const flags = {
      kubeconfig: undefined,
      server: cluster.url,
      certificateAuthority: 'ca.crt',
      clientCertificate,
      clientKey,
    }
    const client = await reader('reader', flags)
    expect(await client.list(CONFIG_MAP, 'default')).toMatchObject({ state: 'found' })
    expect(client.name).toBe(new URL(cluster.url).host)
  })

  it('a wrong token is unauthorized', async () => {
    const client = await reader('alice', { token: 'canary-token' })
    const answer = await client.list(CONFIG_MAP, '')
    expect(answer).toMatchObject({ state: 'failed', reason: 'unauthorized', error: { code: 'DRF3012' } })
    expect(JSON.stringify(answer)).not.toContain('canary')
  })
})

describe('as kubectl does it', () => {
  it('a credential plugin is told the same, and its token is taken', async () => {
    const plugin = join(dir, 'plugin')
    const answer = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: cluster.tokens.alice },
    }
    await writeFile(
      plugin,
      `#!/bin/sh\nprintf '%s\\n' "$KUBERNETES_EXEC_INFO" >> ${dir}/told\nprintf '%s' '${JSON.stringify(answer)}'\n`,
      { mode: 0o700 },
    )
    await writeFile(join(dir, 'server.crt'), cluster.ca)
    const kubeconfig = join(dir, 'exec.kubeconfig')
    const extension = { name: 'client.authentication.k8s.io/exec', extension: { audience: 'a', size: 3 } }
    const exec = {
      apiVersion: answer.apiVersion,
      command: './plugin',
      interactiveMode: 'Never',
      provideClusterInfo: true,
    }
    const settings = {
      'current-context': 'x',
      clusters: [
        {
          name: 'c',
          cluster: {
            server: cluster.url,
            'certificate-authority': 'server.crt',
            'tls-server-name': '127.0.0.1',
            extensions: [extension],
          },
        },
      ],
      users: [{ name: 'u', user: { exec } }],
      contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    }
    await writeFile(kubeconfig, JSON.stringify(settings))
    const listed = await cluster.kubectl('alice', ['--kubeconfig', kubeconfig, 'get', '--raw', '/api/v1/namespaces'])
    expect(listed).toMatchObject({ code: 0 })
    expect(await (await reader('alice', { kubeconfig })).list(CONFIG_MAP, 'default')).toMatchObject({ state: 'found' })
    const [kubectl, ours] = (await readFile(join(dir, 'told'), 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as object)
    expect(ours).toEqual(kubectl)
  })

  it('files of KUBECONFIG are merged alike', async () => {
    const entry = (name: string, server: string) => ({
      name,
      cluster: { server, 'certificate-authority': `${name}.crt` },
    })
    const contexts = [{ name: 'x', context: { cluster: 'both', user: 'u', namespace: 'first' } }]
    const files = {
      'one/config': { clusters: [entry('both', 'https://first.example.com')], contexts },
      'two/config': {
        'current-context': 'x',
        clusters: [entry('both', 'https://second.example.com'), entry('second', 'https://other.example.com')],
        contexts: [{ name: 'x', context: { cluster: 'second', user: 'u' } }],
        users: [{ name: 'u', user: { token: 'of-second' } }],
      },
      'three/config': { 'current-context': 'y', users: [{ name: 'u', user: { token: 'of-third' } }] },
    }
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(dir, name, '..'), { recursive: true })
      await writeFile(join(dir, name), JSON.stringify(content))
      for (const file of ['both.crt', 'second.crt']) {
        await writeFile(join(dir, name, '..', file), makeCertificate({ name }).certificate)
      }
    }
    const KUBECONFIG = Object.keys(files)
      .map((name) => join(dir, name))
      .join(':')
    const shown = await cluster.kubectl('alice', ['config', 'view', '--raw', '--flatten', '--minify', '-o', 'json'], {
      env: { KUBECONFIG },
    })
    const view = JSON.parse(shown.stdout) as JsonObject
    const config = await loadClusterConfig({}, { env: { KUBECONFIG }, home: dir, cwd: dir })
    const { authority } = config.tls
    expect({
      context: view['current-context'],
      namespace: at((view['contexts'] as JsonObject[])[0], 'context', 'namespace'),
      server: at((view['clusters'] as JsonObject[])[0], 'cluster', 'server'),
      authority: at((view['clusters'] as JsonObject[])[0], 'cluster', 'certificate-authority-data'),
      token: at((view['users'] as JsonObject[])[0], 'user', 'token'),
    }).toEqual({
      context: config.name,
      namespace: config.namespace,
      server: config.server.origin,
      authority: (await readFile(authority !== undefined && 'file' in authority ? authority.file : '')).toString(
        'base64',
      ),
      token: config.credentials.bearer?.by === 'token' && config.credentials.bearer.token.reveal(),
    })
  })
})

it('tells the version', async () => {
  expect(await (await reader('alice')).version()).toEqual({ state: 'found', value: 'v1.36.3' })
})
