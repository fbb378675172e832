import { dirname, isAbsolute, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { DriftageError } from '../../errors/driftage-error.ts'
import { isList, isObject, type Json, type JsonObject, property } from '../../model/json.ts'

/** Where kubectl finds kubeconfigs. There is deliberately no member for a file from anywhere else (B-27). */
export type KubeconfigOrigin = '--kubeconfig' | 'KUBECONFIG' | 'home'

/** One named cluster, user or context, and where it stands: paths in it are relative to that file. */
export interface KubeconfigEntry {
  readonly name: string
  readonly file: string
  readonly origin: KubeconfigOrigin
  readonly settings: JsonObject
}

export type KubeconfigSection = 'clusters' | 'users' | 'contexts'

export interface Kubeconfig extends Readonly<Record<KubeconfigSection, ReadonlyMap<string, KubeconfigEntry>>> {
  readonly currentContext: string | undefined
}

/** @throws DriftageError DRF3002 without any of the text, which may hold credentials */
export function parseKubeconfig(text: string, file: string, origin: KubeconfigOrigin): Kubeconfig {
  const root = parseYaml(text, file)
  if (root === null) return { currentContext: undefined, clusters: new Map(), users: new Map(), contexts: new Map() }
  if (!isObject(root)) throw notKubeconfig(file, 'it is not a map')
  const section = (name: KubeconfigSection, settings: string) => entries(root, name, settings, file, origin)
  const current = property(root, 'current-context')
  return {
    currentContext: typeof current === 'string' && current !== '' ? current : undefined,
    clusters: section('clusters', 'cluster'),
    users: section('users', 'user'),
    contexts: section('contexts', 'context'),
  }
}

function parseYaml(text: string, file: string): Json {
  const document = parseDocument(text, { prettyErrors: true })
  const [error] = document.errors
  if (error !== undefined) {
    const line = error.linePos?.[0].line
    throw notKubeconfig(file, line === undefined ? 'it is not YAML' : `line ${line} is not YAML`)
  }
  try {
    return (document.toJS() as Json | undefined) ?? null
  } catch {
    // An alias without its anchor, or more aliases than any honest file has.
    throw notKubeconfig(file, 'its aliases cannot be resolved')
  }
}

function entries(
  root: JsonObject,
  section: KubeconfigSection,
  settingsKey: string,
  file: string,
  origin: KubeconfigOrigin,
): ReadonlyMap<string, KubeconfigEntry> {
  const found = new Map<string, KubeconfigEntry>()
  const list = property(root, section) ?? []
  if (!isList(list)) throw notKubeconfig(file, `${section} is not a list`)
  for (const item of list) {
    const name = isObject(item) ? property(item, 'name') : undefined
    if (!isObject(item) || typeof name !== 'string') throw notKubeconfig(file, `an entry of ${section} has no name`)
    if (found.has(name)) throw notKubeconfig(file, `${section} has two entries with the name "${name}"`)
    const settings = property(item, settingsKey) ?? {}
    if (!isObject(settings)) throw notKubeconfig(file, `"${name}" of ${section} is not a map`)
    found.set(name, { name, file, origin, settings })
  }
  return found
}

function notKubeconfig(file: string, problem: string): DriftageError {
  return new DriftageError(
    'DRF3002',
    `${file} is not a usable kubeconfig: ${problem}. Repair it or name another one. Nothing was read from any cluster.`,
    { place: file },
  )
}

/** As kubectl merges: of entries with one name, and of current contexts, the first file's counts. */
export function mergeKubeconfigs(files: readonly Kubeconfig[]): Kubeconfig {
  // Later entries of a Map constructor win, so the first file comes last.
  const merged = (section: KubeconfigSection) => new Map(files.toReversed().flatMap((file) => [...file[section]]))
  return {
    currentContext: files.find((file) => file.currentContext !== undefined)?.currentContext,
    clusters: merged('clusters'),
    users: merged('users'),
    contexts: merged('contexts'),
  }
}

/** String setting of an entry; undefined where it is missing or empty. @throws DriftageError DRF3004 */
export function textSetting(entry: KubeconfigEntry | undefined, key: string): string | undefined {
  const value = entry === undefined ? undefined : property(entry.settings, key)
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value !== 'string') throw badSetting(entry, key, 'must be text; put it in quotes')
  return value
}

/** A path in an entry, relative to the file that the entry stands in. @throws DriftageError DRF3004 */
export function pathSetting(entry: KubeconfigEntry | undefined, key: string): string | undefined {
  const path = textSetting(entry, key)
  if (path === undefined || entry === undefined || isAbsolute(path)) return path
  return resolve(dirname(entry.file), path)
}

/** @throws DriftageError DRF3004 */
export function flagSetting(entry: KubeconfigEntry | undefined, key: string): boolean {
  const value = entry === undefined ? undefined : property(entry.settings, key)
  if (value === undefined || value === null) return false
  if (typeof value !== 'boolean') throw badSetting(entry, key, 'must be true or false')
  return value
}

export function badSetting(entry: KubeconfigEntry | undefined, key: string, problem: string): DriftageError {
  const where = entry === undefined ? key : `${key} of "${entry.name}"`
  const options = entry === undefined ? {} : { place: entry.file }
  return new DriftageError('DRF3004', `${where} ${problem}. Nothing was read from any cluster.`, options)
}
