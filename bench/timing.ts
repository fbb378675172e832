import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** One finished process. */
export interface ProcessRun {
  readonly milliseconds: number
  readonly code: number | null
  /** Highest resident set that was seen, in MiB; sampled every 20 ms from the kernel's own high-water mark. */
  readonly peakMib: number
}

/** Runs a command to its end; its output is thrown away. */
export function timeProcess(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<ProcessRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const child = spawn(command, args, { env, stdio: 'ignore' })
    let peakKib = 0
    const sampler = setInterval(() => {
      peakKib = Math.max(peakKib, highWaterMark(child.pid))
    }, 20)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearInterval(sampler)
      resolve({ milliseconds: performance.now() - start, code, peakMib: peakKib / 1024 })
    })
  })
}

function highWaterMark(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    // The process may be gone between two samples.
    return 0
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** `1.23 s`, `45 ms`. */
export function printTime(milliseconds: number): string {
  return milliseconds >= 1000 ? `${(milliseconds / 1000).toFixed(2)} s` : `${Math.round(milliseconds)} ms`
}
