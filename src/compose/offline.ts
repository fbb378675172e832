import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { buffer } from 'node:stream/consumers'
import { readYaml } from '../desired/yaml/read-yaml.ts'
import { builtinSchemas } from '../diff/schema/builtin.ts'
import { pruneDocument } from '../diff/schema/prune.ts'
import { SchemaCompiler } from '../diff/schema/compile.ts'
import { DriftageError } from '../errors/driftage-error.ts'
import { DumpReader, dumpedObjects } from '../live/dump-reader.ts'
import { runPass, type PassResult } from '../loop/pass.ts'
import type { ScanOptions, ScanPorts, SchemaSource } from '../loop/scan-ports.ts'
import { at, isList, isObject, stringAt, type Json, type JsonObject } from '../model/json.ts'
import type { KindInfo } from '../model/kind-info.ts'
import { parseLossless } from '../model/lossless-json.ts'
import type { DiffArguments } from '../surfaces/cli/arguments/diff.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import { facts, knowledge } from './knowledge.ts'
import { sourceLoader } from './sources.ts'

/** A pass over a dump: the same as over a cluster, except that nobody can be asked. */
export async function offlinePass(
  asked: DiffArguments,
  talk: Talk,
): Promise<{ readonly pass: PassResult; readonly cluster: string }> {
  const cluster = asked.clusterName ?? 'offline'
  const namespace = asked.namespace ?? 'default'
  const documents = await Promise.all(asked.openApiFiles.map(readOpenApi))
  const objects = await readDump(asked.live)
  const loader = await sourceLoader(asked.desired, namespace, talk)
  try {
    const load = loader.load.bind(loader)
    const options = { defaultNamespace: namespace, deployer: asked.deployer }
    const pass = await passOverDump({ cluster, objects, documents, load, options, now: new Date() }, talk)
    return { pass, cluster }
  } finally {
    await loader.close()
  }
}

/** What a comparison with a dump depends on; everything was read but the sources. */
export interface DumpComparison {
  /** Name of the cluster in references. */
  readonly cluster: string
  readonly objects: readonly JsonObject[]
  /** OpenAPI v3 documents for kinds that are not built in. */
  readonly documents: readonly JsonObject[]
  readonly load: ScanPorts['loadSources']
  readonly options: Pick<ScanOptions, 'defaultNamespace' | 'deployer'>
  readonly now: Date
}

/** Compares with the objects of a dump; asks nobody. */
export function passOverDump(
  { cluster, objects, documents, load, options, now }: DumpComparison,
  talk: Pick<Talk, 'progress'>,
): Promise<PassResult> {
  const kinds = [...builtinSchemas().kinds, ...documents.flatMap(kindsOf)]
  const ports: ScanPorts = {
    cluster: new DumpReader(cluster, { objects, kinds, openApi: () => undefined }),
    schemas: offlineSchemas(documents),
    loadSources: load,
    now: () => now,
    progress: (stage, done, total) => {
      talk.progress(stage, done, total)
    },
  }
  return runPass(ports, { ...options, readOnly: true, fromDump: true }, knowledge())
}

/** Types of the built-in kinds from the package, of others from the documents that were given. */
function offlineSchemas(documents: readonly JsonObject[]): SchemaSource {
  const compilers = documents.map((document) => new SchemaCompiler(componentsOf(document), facts()))
  return {
    typeOf: ({ group, version, kind }) => {
      for (const compiler of [builtinSchemas().compiler, ...compilers]) {
        const type = compiler.kind(group, version, kind)
        if (type !== undefined) return Promise.resolve({ state: 'found', value: type })
      }
      const error = { code: 'DRF4002', message: schemaNotKnown(group, version, kind) }
      return Promise.resolve({ state: 'failed', reason: 'not-in-dump', error })
    },
  }
}

/** Without it the server's defaults would look like additions, and lists could not be told by their keys. */
function schemaNotKnown(group: string, version: string, kind: string): string {
  const document = `/openapi/v3/${group === '' ? 'api' : `apis/${group}`}/${version}`
  return (
    `${kind} is not built in, and nothing says what its fields mean. Write its schema with kubectl get --raw ${document} ` +
    'and give the file with --openapi. The object was not compared.'
  )
}

function componentsOf(document: JsonObject): JsonObject {
  const components = at(document, 'components', 'schemas')
  return isObject(components) ? components : {}
}

async function readOpenApi(file: string): Promise<JsonObject> {
  const document = await parsedJson(file)
  if (isObject(document) && isObject(at(document, 'components', 'schemas'))) return pruneDocument(document)
  throw new DriftageError(
    'DRF4004',
    `${file} is no OpenAPI v3 document: it has no components.schemas. Write one with: kubectl get --raw /openapi/v3/apis/GROUP/VERSION. Nothing was compared.`,
    { place: file },
  )
}

async function parsedJson(file: string): Promise<Json> {
  try {
    return parseLossless(await readFile(file, 'utf8'))
  } catch (error) {
    throw unreadable('DRF4004', file, error)
  }
}

/** Kinds that a document describes; the paths of the original say whether they are namespaced, a dump says it as well. */
function kindsOf(document: JsonObject): readonly KindInfo[] {
  const components = componentsOf(document)
  return Object.keys(components).flatMap((name): KindInfo[] => {
    const kinds = at(components[name], 'x-kubernetes-group-version-kind')
    if (!isList(kinds) || kinds.length !== 1) return []
    const [only] = kinds
    const kind = stringAt(only, 'kind')
    if (kind === undefined || kind.endsWith('List')) return []
    const info = { group: stringAt(only, 'group') ?? '', version: stringAt(only, 'version') ?? '', kind }
    return [{ ...info, resource: kind.toLowerCase(), namespaced: true, verbs: [] }]
  })
}

export async function readDump(live: DiffArguments['live']): Promise<readonly JsonObject[]> {
  const texts = live.kind === 'stdin' ? [(await buffer(process.stdin)).toString('utf8')] : await readFiles(live.path)
  return dumpedObjects(texts.flatMap((text) => documentsIn(text)))
}

/** JSON is read as JSON: kubectl writes control characters there that YAML forbids, and any of them may be a value. */
function documentsIn(text: string): readonly JsonObject[] {
  const whole = jsonIn(text)
  if (whole !== undefined) return [whole]
  const { documents, problems } = readYaml(text, 'go-yaml')
  const [problem] = problems
  if (problem !== undefined) {
    throw new DriftageError(
      'DRF4005',
      `The dump cannot be read at line ${problem.line}: ${problem.text}. Nothing was compared.`,
    )
  }
  return documents.flatMap(({ value }) => (isObject(value) ? [value] : []))
}

async function readFiles(path: string): Promise<readonly string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [await readFile(path, 'utf8')]
    const names = (await readdir(path)).filter((name) => /\.(ya?ml|json)$/.test(name)).sort()
    return await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')))
  } catch (error) {
    throw unreadable('DRF4005', path, error)
  }
}

function unreadable(code: 'DRF4004' | 'DRF4005', path: string, error: unknown): DriftageError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
  return new DriftageError(
    code,
    `${path} cannot be read (${reason}). Check the path and its permissions. Nothing was compared.`,
    {
      place: path,
    },
  )
}

function jsonIn(text: string): JsonObject | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  try {
    const value = parseLossless(text)
    return isObject(value) ? value : undefined
  } catch {
    // A flow map of YAML begins alike, and several documents may follow each other.
    return undefined
  }
}
