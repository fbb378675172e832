import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import process from 'node:process'
import type { Config } from '../../src/config/config.ts'
import { bundled, embeddedFiles } from '../store/embedded-files.ts'

/** The whole service as a process of its own. */
export interface ServiceProcess {
  /** Resolves when its first pass is over. */
  readonly live: Promise<void>
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>
}

let program: Promise<string> | undefined

/** @param environment beside this process's own */
export async function startServiceProcess(
  config: Config,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  program ??= bundled('test/serve/programs/serve-until-killed.ts')
  const args = [await program, JSON.stringify(config), JSON.stringify(await embeddedFiles())]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const live = new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => line === 'live' && resolve())
    void ended.then(() => reject(new Error('the service ended before it was live')))
  })
  // Nobody has to wait for it: kills come before, too.
  live.catch(() => {})
  return {
    live,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
