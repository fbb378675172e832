import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import config from '../../rolldown.config.ts'
import { ensureTool } from '../../tools/build.mjs'
import { makeTemporaryFolder } from '../faults/temporary-folder.ts'
import type { ProgramRun } from './program.ts'

/** The program as it is published, renderer included, in a folder of its own. */
export interface BuiltProgram {
  run(args: readonly string[], stdin?: string): Promise<ProgramRun>
  remove(): Promise<void>
}

export async function buildProgram(): Promise<BuiltProgram> {
  const folder = await makeTemporaryFolder()
  const dist = join(folder.path, 'dist')
  const { output, ...input } = config as { output: object; input: Record<string, string> }
  const bundle = await rolldown({ ...input, logLevel: 'silent' })
  await bundle.write({ ...output, dir: dist })
  const { dir } = await ensureTool('renderer')
  const module = await readFile(join(dir, 'renderer.wasm'))
  await writeFile(join(dist, 'renderer.wasm.gz'), gzipSync(module, { level: 1 }))
  await writeFile(join(dist, 'renderer.sha256'), createHash('sha256').update(module).digest('hex'))
  await writeFile(join(folder.path, 'package.json'), '{"type":"module"}')
  const env = { PATH: process.env['PATH'], HOME: folder.path, XDG_CACHE_HOME: join(folder.path, 'cache') }
  return { run: (args, stdin = '') => run(join(dist, 'main.js'), args, stdin, env), remove: folder.remove }
}

function run(main: string, args: readonly string[], stdin: string, env: NodeJS.ProcessEnv): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { env })
    const written = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      written.out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      written.err += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 128, ...written }))
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
  })
}
