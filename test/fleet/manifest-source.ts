import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { readYaml } from '../../src/desired/yaml/read-yaml.ts'
import type { SourceManifest } from '../../src/model/desired-object.ts'
import { isList, isObject, type JsonObject, stringAt } from '../../src/model/json.ts'
import type { LoadedSource } from '../../src/loop/scan-ports.ts'

/** Manifests of files and folders as a source without history. */
export function manifestSource(
  name: string,
  root: string,
  skip: (file: string) => boolean = () => false,
): LoadedSource {
  const files = filesBelow(root).filter((file) => /\.(ya?ml|json)$/.test(file) && !skip(relative(root, file)))
  const manifests = files.flatMap((file) => manifestsIn(readFileSync(file, 'utf8'), relative(root, file), name))
  return sourceOf(name, manifests)
}

/** Manifests that a program printed, such as `helm template`. */
export function printedSource(name: string, text: string): LoadedSource {
  return sourceOf(name, manifestsIn(text, 'rendered.yaml', name))
}

/** A source of one manifest. */
export function singleSource(manifest: JsonObject): LoadedSource {
  return sourceOf('fleet', [{ source: 'fleet', place: { file: 'one.yaml' }, manifest, role: 'object' }])
}

function sourceOf(name: string, manifests: readonly SourceManifest[]): LoadedSource {
  return { revision: { name, revision: '', dirty: false }, manifests, gaps: [], history: undefined }
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}

function manifestsIn(text: string, file: string, source: string): SourceManifest[] {
  const { documents, problems } = readYaml(text, 'go-yaml')
  if (problems.length > 0) throw new Error(`${file}: ${JSON.stringify(problems)}`)
  return documents.flatMap(({ value }) => {
    if (!isObject(value)) return []
    // `List`, and lists of one kind, such as `ConfigMapList`.
    const listed = value['items']
    const isListKind = stringAt(value, 'kind')?.endsWith('List') === true
    const items = isListKind && isList(listed) ? listed : [value]
    return items
      .filter(isObject)
      .map((manifest): SourceManifest => ({ source, place: { file }, manifest, role: 'object' }))
  })
}
