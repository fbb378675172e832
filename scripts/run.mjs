#!/usr/bin/env node
// Runs a TypeScript file: node scripts/run.mjs FILE.ts [arguments], where the file exports `run(args)`.
//
// Node 20 does not execute TypeScript, so the file is bundled into a temporary one first.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'rolldown'

/**
 * Tools find their neighbours by their own place, so they must be imported from there.
 * @type {import('rolldown').Plugin}
 */
const keepTools = {
  name: 'keep-tools',
  resolveId(source, importer) {
    if (importer === undefined || !source.startsWith('.') || !source.endsWith('.mjs')) return null
    return { id: pathToFileURL(resolve(importer, '..', source)).href, external: true }
  },
}

/**
 * Files find what lies beside them by their own place, which the bundle would change.
 * @type {import('rolldown').Plugin}
 */
const keepPlaces = {
  name: 'keep-places',
  transform: {
    filter: { id: /\.ts$/, code: 'import.meta.' },
    handler: (code, id) =>
      code
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)),
  },
}

/** @param {string} file @param {readonly string[]} args */
async function main(file, args) {
  const folder = await mkdtemp(join(tmpdir(), 'driftage-run-'))
  try {
    const bundle = join(folder, 'bundle.mjs')
    await build({
      input: resolve(file),
      platform: 'node',
      plugins: [keepTools, keepPlaces],
      output: { file: bundle, format: 'esm', codeSplitting: false },
      logLevel: 'warn',
    })
    const { run } = await import(pathToFileURL(bundle).href)
    await run(args)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  console.error('usage: node scripts/run.mjs FILE.ts [arguments]')
  process.exitCode = 3
} else {
  await main(file, args)
  // Services that a campaign made die keep their timers until their lease ends. Not before everything is printed.
  process.stdout.write('', () => process.exit())
}
