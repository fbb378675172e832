#!/usr/bin/env node
// Runs a whole campaign and writes its figures into docs/campaigns.md: npm run campaign -- NAME [arguments]

import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const CAMPAIGNS = join(ROOT, 'test/campaign')

const names = readdirSync(CAMPAIGNS).filter((name) => existsSync(join(CAMPAIGNS, name, 'run.ts')))
const [name = '', ...args] = process.argv.slice(2)
if (!names.includes(name)) {
  console.error(`usage: npm run campaign -- NAME [arguments], where NAME is one of: ${names.join(', ')}`)
  process.exitCode = 3
} else {
  const command = [join(ROOT, 'scripts/run.mjs'), join(CAMPAIGNS, name, 'run.ts'), ...args]
  const child = spawn(process.execPath, command, { cwd: ROOT, stdio: 'inherit' })
  child.on('close', (code) => {
    process.exitCode = code ?? 1
  })
}
