import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import config from '../../../rolldown.config.ts'
import { ensureTool } from '../../../tools/build.mjs'

/** The program as a package holds it, in a folder of its own, with its renderer. */
export class BuiltProgram {
  readonly #folder: string

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async build(): Promise<BuiltProgram> {
    const folder = mkdtempSync(join(tmpdir(), 'driftage-built-'))
    const { output, ...input } = config
    const bundle = await rolldown({ ...input, logLevel: 'warn' })
    await bundle.write({ ...(Array.isArray(output) ? output[0] : output), dir: join(folder, 'dist') })
    await bundle.close()
    copyFileSync('package.json', join(folder, 'package.json'))
    const module = readFileSync(join((await ensureTool('renderer')).dir, 'renderer.wasm'))
    writeFileSync(join(folder, 'dist/renderer.wasm.gz'), gzipSync(module, { level: 1 }))
    writeFileSync(join(folder, 'dist/renderer.sha256'), createHash('sha256').update(module).digest('hex'))
    return new BuiltProgram(folder)
  }

  /** Runs a command line as a process with an empty environment but for PATH and a cache of its own. */
  run(...args: readonly string[]): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    const env = { PATH: process.env['PATH'], HOME: this.#folder, XDG_CACHE_HOME: join(this.#folder, 'cache') }
    return new Promise((resolve) => {
      const all = [join(this.#folder, 'dist/main.js'), ...args]
      execFile(process.execPath, all, { env, maxBuffer: 64 << 20 }, (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err })
      })
    })
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
