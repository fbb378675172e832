import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureTool } from '../../tools/build.mjs'
import { readServerCertificate, startApiServer, startEtcd } from './control-plane.ts'
import { Controllers } from './controllers.ts'
import { createNodes, waitForNodes } from './fake-nodes.ts'
import { writeKubeconfigs } from './kubeconfig.ts'
import { freePorts } from './ports.ts'
import { ProcessGroup } from './processes.ts'
import { writeServiceAccountKeys } from './service-account-keys.ts'
import { type ClusterOptions, TestCluster } from './test-cluster.ts'
import { allRightsFor, USERS_WITH_ALL_RIGHTS, writeTokens } from './users.ts'

export type { ClusterOptions, TestCluster } from './test-cluster.ts'

/** Makes a real control plane of its own on free ports and waits until it can be used. */
export async function startCluster(options: ClusterOptions = {}): Promise<TestCluster> {
  const [kube, client, kwok] = await Promise.all([
    ensureTool(options.version === '1.33' ? 'kube-1.33' : 'kube'),
    ensureTool('kube'),
    options.nodes ? ensureTool('kwok') : undefined,
  ])
  const dir = await mkdtemp(join(tmpdir(), 'driftage-cluster-'))
  const group = new ProcessGroup(dir)
  try {
    const [etcdPort = 0, etcdPeerPort = 0, apiPort = 0] = await freePorts(3)
    const tokenFile = join(dir, 'tokens.csv')
    const [keys, tokens] = await Promise.all([writeServiceAccountKeys(dir), writeTokens(tokenFile)])
    const layout = { binaries: kube.dir, dir, keys, tokenFile, etcdPort, etcdPeerPort, apiPort }
    await startEtcd(group, layout)
    const apiServer = await startApiServer(group, layout, options)
    const ca = await readServerCertificate(apiServer, layout)
    const url = `https://127.0.0.1:${apiPort}`
    const kubeconfigs = await writeKubeconfigs(join(dir, 'kubeconfigs'), url, ca, tokens)
    const { controllerManager = true, controllerManagerFlags = [] } = options
    const managerFlags = controllerManager ? controllerManagerFlags : undefined
    const controllers = new Controllers({ group, layout, kubeconfigs, managerFlags, kwok: kwok?.dir })
    const kubectl = join(client.dir, 'kubectl')
    const parts = { group, layout, url, ca, tokens, kubeconfigs, kubectl, apiServer, controllers }
    const cluster = new TestCluster(parts, options)
    await cluster.waitForApiServer()
    await populate(cluster, options)
    return cluster
  } catch (error) {
    await group.stop()
    throw error
  }
}

/** Starts what works on top of the API server, and gives the users their rights. */
async function populate(cluster: TestCluster, options: ClusterOptions): Promise<void> {
  const { nodes = 0 } = options
  const users = options.usersWithAllRights ?? USERS_WITH_ALL_RIGHTS
  const bindings = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings'
  await cluster.admin.expect('POST', bindings, { body: allRightsFor(users) })
  await cluster.controllers.start()
  if (nodes === 0) return
  await createNodes(cluster.admin, nodes)
  await waitForNodes(cluster.admin)
}
