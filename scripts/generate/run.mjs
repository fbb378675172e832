#!/usr/bin/env node
// Runs a generator: node scripts/generate/run.mjs <name> [arguments], where scripts/generate/<name>.ts exports `run`.
//
// Node 20 does not execute TypeScript, so the generator is bundled into a temporary file first.

import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'

const FOLDER = fileURLToPath(new URL('.', import.meta.url))

/**
 * The build tool finds its neighbours by its own place, so it must be imported from there.
 * @type {import('rolldown').Plugin}
 */
const keepBuildTool = {
  name: 'keep-build-tool',
  resolveId(source, importer) {
    if (importer === undefined || !source.endsWith('/tools/build.mjs')) return null
    return { id: pathToFileURL(resolve(importer, '..', source)).href, external: true }
  },
}

/** @param {string} name @param {readonly string[]} args */
async function main(name, args) {
  const input = join(FOLDER, `${name}.ts`)
  if (!existsSync(input)) throw new Error(`There is no generator ${input}.`)
  const dir = await mkdtemp(join(tmpdir(), 'driftage-generate-'))
  try {
    const file = join(dir, 'generator.mjs')
    await build({
      input,
      platform: 'node',
      plugins: [keepBuildTool],
      output: { file, format: 'esm' },
      logLevel: 'warn',
    })
    const generator = await import(pathToFileURL(file).href)
    await generator.run(args)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

const [name = '', ...args] = process.argv.slice(2)
await main(name, args)
