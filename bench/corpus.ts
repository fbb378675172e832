import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readYaml } from '../src/desired/yaml/read-yaml.ts'
import { isList, isObject, stringAt, type JsonObject } from '../src/model/json.ts'
import type { TestCluster } from '../test/cluster/cluster.ts'

/** Real manifests of the kube-prometheus project, kept beside the repository. */
export const CORPUS = '../shared/corpus/kube-prometheus'

const APPLY = ['apply', '--server-side', '--force-conflicts', '--field-manager=argocd-controller']

/** Applies the corpus in the deployer's name; definitions first. */
export async function applyCorpus(cluster: TestCluster): Promise<void> {
  if (!existsSync(CORPUS)) throw new Error(`The corpus is not at ${CORPUS}; benchmarks need it.`)
  await mustRun(cluster, [...APPLY, '-f', join(CORPUS, 'setup')])
  await mustRun(cluster, ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s'])
  await mustRun(cluster, [...APPLY, '-f', CORPUS])
}

async function mustRun(cluster: TestCluster, args: readonly string[]): Promise<void> {
  const { code, stderr } = await cluster.kubectl('admin', args)
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`)
}

/** Every manifest of the corpus, lists taken apart. */
export function corpusFiles(): readonly JsonObject[] {
  return [CORPUS, join(CORPUS, 'setup')].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .flatMap((name) => readYaml(readFileSync(join(folder, name), 'utf8'), 'go-yaml').documents)
      .flatMap(({ value }) => (isObject(value) ? items(value) : [])),
  )
}

function items(manifest: JsonObject): readonly JsonObject[] {
  const list = manifest['items']
  return stringAt(manifest, 'kind')?.endsWith('List') && isList(list) ? list.filter(isObject) : [manifest]
}
