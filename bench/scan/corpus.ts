import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readYaml } from '../../src/desired/yaml/read-yaml.ts'
import { isList, isObject, stringAt, type JsonObject } from '../../src/model/json.ts'

/** Real manifests of the kube-prometheus project, kept beside the repository. */
export const CORPUS = '../shared/corpus/kube-prometheus'

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
