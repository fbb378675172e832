import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { build } from 'rolldown'
import type { ProgramRun } from '../program.ts'

/** The program as a process of its own, for what a test cannot do inside its own. */
export interface BuiltProgram {
  /** Runs it to its end with this text on standard input. */
  run(stdin: string, ...args: readonly string[]): Promise<ProgramRun>
  remove(): Promise<void>
}

export async function buildProgram(): Promise<BuiltProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'driftage-built-'))
  await build({ input: 'src/main.ts', platform: 'node', output: { dir: folder, format: 'esm' }, logLevel: 'warn' })
  return {
    run: (stdin, ...args) => runProgram(join(folder, 'main.js'), stdin, args),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function runProgram(file: string, stdin: string, args: readonly string[]): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    let out = ''
    let err = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 128, out, err }))
    // It may end without reading its input.
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
  })
}
