import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { StorePlace } from '../../src/adapters/sql/open-store.ts'
import { bundled, embeddedFiles } from './embedded-files.ts'

/** A process of its own that works on a store. */
export interface StoreProcess {
  readonly pid: number
  /** What it has printed: `open`, numbers of confirmed writes, or `failed CODE why`. */
  readonly lines: readonly string[]
  /** Resolves when it has printed that many lines, or has ended. */
  printed(count: number): Promise<void>
  signal(signal: NodeJS.Signals): void
  readonly ended: Promise<void>
}

let program: Promise<string> | undefined

/** @param owner of the lease under which it writes; without one it only opens the store and keeps it open */
export async function startProcess(place: StorePlace, first = 0, owner?: string): Promise<StoreProcess> {
  program ??= bundled('test/store/programs/write-without-end.ts')
  const files = JSON.stringify(await embeddedFiles())
  const args = [await program, JSON.stringify(place), files, String(first), ...(owner === undefined ? [] : [owner])]
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  const listeners = new Set<() => void>()
  const tell = (): void => {
    for (const listener of listeners) listener()
  }
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      tell()
    })
  }
  let running = true
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      running = false
      tell()
      resolve()
    })
  })
  return {
    pid: child.pid ?? 0,
    lines,
    ended,
    signal: (signal) => child.kill(signal),
    printed: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (lines.length < count && running) return
          listeners.delete(check)
          resolve()
        }
        listeners.add(check)
        check()
      }),
  }
}
