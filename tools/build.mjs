#!/usr/bin/env node
// Builds the real servers and programs that the tests use, once, into a cache folder outside the work tree.
//
//   node tools/build.mjs [kube|kube-1.33|kwok|renderer|oracle|peer-diff|type-facts ...]
//
// Progress goes to stderr; stdout gets one folder a line, in the order asked for. Nothing is ever pruned.

import { existsSync, realpathSync } from 'node:fs'
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheFolder, cacheKey, kubebuilderAssets } from './build/cache.mjs'
import { goBuild, goVersion, moduleFolder } from './build/go.mjs'
import { withLock } from './build/lock.mjs'
import { recipeOf } from './build/recipes.mjs'

/** What the tests need; the other tools are built on demand. */
const DEFAULT_TOOLS = ['kube', 'kwok', 'renderer', 'oracle', 'render']

const TOOLS_FOLDER = dirname(fileURLToPath(import.meta.url))

/** @type {Map<string, Promise<{ dir: string }>>} */
const ensured = new Map()

/**
 * The folder that holds a tool's binaries; builds them where they are missing, which can take minutes.
 * @param {string} name of the tool, which is also the name of its folder here
 * @returns {Promise<{ dir: string }>}
 */
export function ensureTool(name) {
  const known = ensured.get(name)
  if (known) return known
  const started = locateOrBuild(name)
  ensured.set(name, started)
  // A failure is not remembered: what was missing may be there at the next call.
  started.catch(() => ensured.delete(name))
  return started
}

/** @param {string} name */
async function locateOrBuild(name) {
  const recipe = recipeOf(name)
  const folder = join(TOOLS_FOLDER, name)
  if (!existsSync(join(folder, 'go.mod'))) throw new Error(`${folder} has no go.mod, so "${name}" cannot be built.`)
  const assets = name === 'kube' ? kubebuilderAssets() : undefined
  const dir = join(cacheFolder(), `${name}-${await cacheKey(recipe, folder, await goVersion(), assets)}`)
  if (existsSync(dir)) return { dir }
  await mkdir(dirname(dir), { recursive: true })
  return withLock(`${dir}.lock`, `building ${name}`, async () => {
    if (!existsSync(dir)) await build(recipe, folder, dir, assets)
    return { dir }
  })
}

/**
 * Builds into a folder of another name and renames it, so that a folder of the right name is always complete.
 * @param {import('./build/recipes.mjs').Recipe} recipe
 * @param {string} folder
 * @param {string} dir
 * @param {string | undefined} assets
 */
async function build(recipe, folder, dir, assets) {
  const partial = `${dir}.partial`
  await rm(partial, { recursive: true, force: true })
  await mkdir(partial)
  for (const product of recipe.products) {
    const ready = product.asset && assets ? resolve(assets, product.file) : undefined
    const output = join(partial, product.file)
    if (ready && existsSync(ready)) await symlink(ready, output)
    else await goBuild(product, folder, output)
  }
  if (recipe.joined) await joinFiles(recipe.joined, folder, partial)
  await rename(partial, dir)
}

/**
 * @param {import('./build/recipes.mjs').JoinedFile} joined
 * @param {string} folder
 * @param {string} target
 */
async function joinFiles(joined, folder, target) {
  const module = await moduleFolder(joined.module, folder)
  const parts = await Promise.all(joined.parts.map((part) => readFile(join(module, part), 'utf8')))
  await writeFile(join(target, joined.file), parts.map((part) => `${part.trimEnd()}\n`).join('---\n'))
}

/** @param {readonly string[]} names */
async function main(names) {
  const wanted = names.length > 0 ? names : DEFAULT_TOOLS
  for (const name of wanted) recipeOf(name)
  for (const name of wanted) console.log((await ensureTool(name)).dir)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
