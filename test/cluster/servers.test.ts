import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startCluster, type TestCluster } from './cluster.ts'
import { USERS } from './users.ts'

/** Command lines of the processes that name a folder, by process id; Linux only. */
function processesNaming(dir: string): string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        return [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`]
      } catch {
        return []
      }
    })
    .filter((line) => line.includes(dir))
}

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1.0.0' }] },
    },
  },
}

describe('two clusters side by side', () => {
  let bare: TestCluster
  let living: TestCluster

  beforeAll(async () => {
    ;[bare, living] = await Promise.all([startCluster({ controllerManager: false }), startCluster({ nodes: 2 })])
  })

  afterAll(() => Promise.all([bare?.stop(), living?.stop()]))

  it('run the same version on ports of their own', async () => {
    expect(bare.url).not.toBe(living.url)
    for (const cluster of [bare, living]) {
      const version = await cluster.admin.expect<{ gitVersion: string }>('GET', '/version')
      expect(version.gitVersion).toBe('v1.36.3')
    }
  })

  it('run pods on fake nodes, and settle', async () => {
    const input = { stdin: JSON.stringify(deployment) }
    const applied = await living.kubectl('alice', ['apply', '--server-side', '-f', '-'], input)
    expect(applied).toMatchObject({ code: 0, stdout: 'deployment.apps/web serverside-applied\n' })

    await living.waitForSettled({ timeoutMs: 60_000 })

    const jsonpath = '{.items[*].status.phase}'
    const phases = await living.kubectl('bob', ['get', 'pods', '-l', 'app=web', '-o', `jsonpath=${jsonpath}`])
    expect(phases.stdout).toBe('Running Running')
  })

  it('do not see objects of each other', async () => {
    const { stdout } = await bare.kubectl('alice', ['get', 'deployments', '-A', '-o', 'name'])
    expect(stdout).toBe('')
  })

  it('log who wrote what, under the names of people and of the control plane', async () => {
    const events = await living.auditEvents()
    const writers = events
      .filter(({ objectRef }) => objectRef?.resource === 'deployments' && objectRef.name === 'web')
      .map(({ user, verb, objectRef }) => [user.username, verb, objectRef?.subresource])
    expect(writers[0]).toEqual([USERS.alice.name, 'patch', undefined])
    expect(writers).toContainEqual(['system:serviceaccount:kube-system:deployment-controller', 'update', 'status'])
    expect(events.find(({ user }) => user.username === USERS.alice.name)?.requestObject).toMatchObject(deployment)
  })

  it('know every user, and let nobody but the reader go without rights', async () => {
    for (const user of Object.keys(USERS) as (keyof typeof USERS)[]) {
      const { stdout } = await bare.kubectl(user, ['auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'])
      expect(stdout).toBe(USERS[user].name)
      const { status } = await bare.as(user).send('GET', '/api/v1/secrets')
      expect([user, status]).toEqual([user, user === 'reader' ? 403 : 200])
    }
  })

  it('keep their objects when the API server is restarted with other flags', async () => {
    const path = '/api/v1/namespaces/default/configmaps'
    await bare.as('bob').expect('POST', path, { body: { metadata: { name: 'kept' }, data: { key: 'value' } } })
    await bare.restartApiServer({ apiServerFlags: ['--min-request-timeout=5'] })
    expect(await bare.as('bob').expect('GET', `${path}/kept`)).toMatchObject({ data: { key: 'value' } })
  })

  it('leave no process and no folder', async () => {
    expect(processesNaming(living.dir).length).toBeGreaterThan(0)
    const pids = [...bare.pids(), ...living.pids()]
    expect(pids).toHaveLength(2 + 5)

    await Promise.all([bare.stop(), living.stop()])

    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([])
    for (const { dir } of [bare, living]) {
      expect(processesNaming(dir)).toEqual([])
      expect(existsSync(dir)).toBe(false)
    }
  })
})

describe('a cluster that cannot start', () => {
  it('says why in the words of the server, and leaves nothing', async () => {
    const folders = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('driftage-cluster-'))
    const before = folders()
    await expect(startCluster({ apiServerFlags: ['--no-such-flag'] })).rejects.toThrow(/unknown flag: --no-such-flag/)
    expect(folders().filter((name) => !before.includes(name))).toEqual([])
  })
})
