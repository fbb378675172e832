// Where built tools lie, and when one has to be built again.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The folder of all built tools, outside the work tree so that a fresh clone finds them:
 * `$DRIFTAGE_CACHE`, else `$XDG_CACHE_HOME/driftage`, else `~/.cache/driftage`.
 */
export function cacheFolder() {
  const { DRIFTAGE_CACHE, XDG_CACHE_HOME } = process.env
  return DRIFTAGE_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'driftage')
}

/**
 * A name for everything that decides what a build gives: the pins, the compiler, the recipe, the project's own code,
 * and the folder from which ready binaries are taken.
 *
 * @param {import('./recipes.mjs').Recipe} recipe
 * @param {string} folder of its go.mod
 * @param {string} go version of the compiler
 * @param {string | undefined} assets
 * @returns {Promise<string>} 16 hexadecimal digits
 */
export async function cacheKey(recipe, folder, go, assets) {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([go, recipe, assets ? await realpath(assets) : null]))
  for (const path of await inputs(recipe, folder)) {
    hash.update(`\0${path}\0`)
    hash.update(await readFile(join(folder, path)))
  }
  return hash.digest('hex').slice(0, 16)
}

/**
 * @param {import('./recipes.mjs').Recipe} recipe
 * @param {string} folder
 * @returns {Promise<string[]>}
 */
async function inputs(recipe, folder) {
  if (!recipe.ownSources) return ['go.mod', 'go.sum']
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('_test.go'))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

/**
 * The folder of ready kube-apiserver, etcd and kubectl that the Kubernetes community's own test tools use.
 * @returns {string | undefined}
 */
export function kubebuilderAssets() {
  const folder = process.env.KUBEBUILDER_ASSETS
  if (!folder) return undefined
  if (existsSync(folder)) return folder
  throw new Error(`KUBEBUILDER_ASSETS names ${folder}, which does not exist.`)
}
