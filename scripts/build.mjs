#!/usr/bin/env node
// Builds dist: the program with its worker threads, the template of the embedded store, and unless --without-renderer is
// given the compiled renderer. Chunks of earlier builds go first,
// since their names hold a hash and they would pile up.

import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { loadConfig } from 'rolldown/config'
import { ensureStoreTemplate } from './store-template.mjs'

mkdirSync('dist', { recursive: true })
for (const name of readdirSync('dist')) if (name.endsWith('.js')) rmSync(join('dist', name))

const { output, ...input } = /** @type {import('rolldown').RolldownOptions} */ (await loadConfig('rolldown.config.ts'))
const bundle = await rolldown({ ...input, logLevel: 'warn' })
await bundle.write(Array.isArray(output) ? output[0] : output)
await bundle.close()
await ensureStoreTemplate(join('dist', 'store-template.tar.gz'))

if (!process.argv.includes('--without-renderer')) await import('./copy-renderer.mjs')
