import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { ErrorCode } from '../errors/catalogue.ts'
import type { CodedError } from '../model/coded-error.ts'
import { compareText } from '../model/object-ref.ts'
import { namePattern } from '../policy/rules/name-pattern.ts'
import { configError } from './config-issues.ts'
import { type ConfigDocument, type ConfigFile, readConfigYaml } from './config-yaml.ts'

/** The main file first, then what it includes, in order; each file once. */
export interface FoundFiles {
  readonly files: readonly ConfigFile[]
  readonly errors: readonly CodedError[]
}

const LARGEST_FILE = 1024 * 1024
const MOST_FILES = 200
const DEEPEST_INCLUDE = 4

/**
 * Follows the includes. Nothing outside the folder of the main file is ever opened, whatever an include says. Never throws:
 * files that go away under the reading, as where a mounted volume is replaced, are an error like others.
 */
export async function configFiles(path: string): Promise<FoundFiles> {
  const main = resolve(path)
  try {
    return await filesFrom(main)
  } catch (error) {
    return { files: [], errors: [unreadable(error, main)] }
  }
}

async function filesFrom(main: string): Promise<FoundFiles> {
  const file = await readText(main, main)
  if ('code' in file) return { files: [], errors: [file] }
  const here: Walk = { root: await realpath(dirname(main)), files: [], errors: [], seen: new Set() }
  here.seen.add(await realpath(main))
  here.files.push(file)
  await follow(file, [await realpath(main)], here)
  return { files: here.files, errors: here.errors }
}

interface Walk {
  readonly root: string
  readonly files: ConfigFile[]
  readonly errors: CodedError[]
  /** Real paths. */
  readonly seen: Set<string>
}

/** `within`: real paths of the files that led here. */
async function follow(file: ConfigFile, within: readonly string[], walk: Walk): Promise<void> {
  const document = readConfigYaml(file)
  // Whatever is wrong with the file itself is told when it is parsed.
  if ('errors' in document) return
  for (const [at, pattern] of includesOf(document).entries()) {
    const refuse = (text: string): void => {
      walk.errors.push(configError('DRF1208', `includes[${at}]: ${text}`, document.placeOf(['includes', at])))
    }
    const found = await matching(pattern, file.path, walk.root)
    if (typeof found === 'string') refuse(found)
    else for (const path of found) await include(path, within, walk, refuse)
  }
}

async function include(
  path: string,
  within: readonly string[],
  walk: Walk,
  refuse: (text: string) => void,
): Promise<void> {
  const real = await realpath(path)
  if (within.includes(real))
    return refuse('the file includes itself, perhaps through others; take one of the includes out.')
  if (walk.seen.has(real)) return
  if (within.length > DEEPEST_INCLUDE) return refuse(`includes go deeper than ${DEEPEST_INCLUDE} levels.`)
  if (walk.files.length >= MOST_FILES) return refuse(`there are more than ${MOST_FILES} files.`)
  const file = await readText(path, path)
  if ('code' in file) {
    walk.errors.push(file)
    return
  }
  walk.seen.add(real)
  walk.files.push(file)
  await follow(file, [...within, real], walk)
}

function includesOf({ value }: ConfigDocument): readonly string[] {
  const includes = typeof value === 'object' && value !== null && 'includes' in value ? value.includes : undefined
  return Array.isArray(includes) ? includes.filter((one) => typeof one === 'string') : []
}

/** The files that an include names, sorted; or why it cannot be followed. */
async function matching(pattern: string, from: string, root: string): Promise<readonly string[] | string> {
  const outside = 'an include stays in the folder of the main file; move the file there.'
  if (isAbsolute(pattern) || pattern.split(/[\\/]/).includes('..') || pattern.includes('\0')) return outside
  let folders: readonly string[] = [dirname(from)]
  for (const part of pattern.split('/').filter((one) => one !== '' && one !== '.')) {
    folders = (await Promise.all(folders.map((folder) => entries(folder, part)))).flat().slice(0, MOST_FILES + 1)
  }
  if (folders.length === 0) return 'no file has this name.'
  for (const path of folders) {
    if (!isInside(root, await realpath(path))) return outside
    if (!(await stat(path)).isFile()) return 'this is no file.'
  }
  return folders
}

/** Names that begin with a dot are never meant by a wildcard: mounted volumes hold copies of themselves under such names. */
async function entries(folder: string, part: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  const test = namePattern(part)
  return names
    .filter((name) => test(name) && (name.startsWith('.') ? part.startsWith('.') : true))
    .toSorted(compareText)
    .map((name) => join(folder, name))
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

async function readText(path: string, place: string): Promise<ConfigFile | CodedError> {
  const refused = (text: string): CodedError => configError('DRF1209' satisfies ErrorCode, text, place)
  try {
    const { size } = await stat(path)
    if (size > LARGEST_FILE) return refused('The file is larger than 1 MiB.')
    const bytes = await readFile(path)
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (error) {
    if (error instanceof TypeError) return refused('The file is not UTF-8.')
    return unreadable(error, place)
  }
}

function unreadable(error: unknown, place: string): CodedError {
  return configError('DRF1209', `The file cannot be read (${systemCode(error)}); check its path and rights.`, place)
}

function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason'
}
