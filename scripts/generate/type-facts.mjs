#!/usr/bin/env node
// Writes src/diff/schema/data/type-facts.json: what a server does with the empty values of built-in kinds.
//
//   node scripts/generate/type-facts.mjs
//
// Run it after raising the Kubernetes version in tools/type-facts/go.mod. One line a type keeps later changes readable.

import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureTool } from '../../tools/build.mjs'

const OUTPUT = fileURLToPath(new URL('../../src/diff/schema/data/type-facts.json', import.meta.url))

const { dir } = await ensureTool('type-facts')
const text = execFileSync(join(dir, 'type-facts'), { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
const facts = JSON.parse(text)
const lines = Object.keys(facts)
  .sort()
  .map((type) => `${JSON.stringify(type)}:${JSON.stringify(sorted(facts[type]))}`)
writeFileSync(OUTPUT, `{\n${lines.join(',\n')}\n}\n`)
console.error(`${lines.length} types written to ${OUTPUT}`)

/** @param {Record<string, string>} fields */
function sorted(fields) {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)))
}
