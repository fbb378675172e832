import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectService, type ServiceConnection } from '../../src/adapters/service/connect-service.ts'
import { announcedService } from '../../src/compose/service/data-folder.ts'

export interface BenchedOptions {
  /** Folder of manifests. */
  readonly source: string
  readonly kubeconfig: string
  /** Folder of the embedded store. */
  readonly data: string
}

/** Long enough for 100,000 objects on a slow machine. */
const READY_WITHIN_MS = 900_000

/** `driftage serve` as users start it, a process of its own, which is ready. */
export class BenchedService {
  /** From the start of the process until everything watched was known and recorded. */
  readonly readyAfterMs: number
  readonly connection: ServiceConnection
  readonly #origin: string
  readonly #token: string
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, readyAfterMs: number, origin: string, token: string) {
    this.#child = child
    this.readyAfterMs = readyAfterMs
    this.#origin = origin
    this.#token = token
    this.connection = connectService({ address: new URL(origin), token })
  }

  static async start({ source, kubeconfig, data }: BenchedOptions): Promise<BenchedService> {
    const args = ['dist/main.js', 'serve', source, '--kubeconfig', kubeconfig, '--cluster-name', 'bench']
    const flags = ['--data', data, '--listen', '127.0.0.1:0', '--deployer', 'argocd-controller', '--log-level', 'error']
    const began = performance.now()
    const child = spawn(process.execPath, [...args, ...flags], { stdio: ['ignore', 'ignore', 'inherit'] })
    // Also where the benchmark fails.
    process.once('exit', () => child.kill('SIGKILL'))
    for (const end = began + READY_WITHIN_MS; performance.now() < end; await sleep(20)) {
      if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode} before it was ready`)
      const announced = await announcedService(data)
      if (announced?.pid !== child.pid || announced === undefined) continue
      const answer = await fetch(`${announced.origin}/readyz`)
      if (answer.status === 200)
        return new BenchedService(child, performance.now() - began, announced.origin, announced.token)
    }
    child.kill('SIGKILL')
    throw new Error(`not ready within ${READY_WITHIN_MS} ms`)
  }

  /** Resident set now, in MiB. */
  residentMib(): number {
    return this.#memory('VmRSS')
  }

  /** The largest resident set so far, in MiB. */
  peakMib(): number {
    return this.#memory('VmHWM')
  }

  /** Resident set after a minute at rest, when what the work before left has been collected, in MiB. */
  async restingMib(): Promise<number> {
    await sleep(60_000)
    return this.residentMib()
  }

  #memory(what: 'VmRSS' | 'VmHWM'): number {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8')
    return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
  }

  /** The sum of all series of each metric that was asked for, from one scrape; 0 where it has none. */
  async metrics<Name extends string>(...names: readonly Name[]): Promise<Readonly<Record<Name, number>>> {
    const answer = await fetch(`${this.#origin}/metrics`, { headers: { authorization: `Bearer ${this.#token}` } })
    if (answer.status !== 200) throw new Error(`/metrics answered ${answer.status}`)
    const lines = (await answer.text()).split('\n')
    const sums = names.map((name) => {
      const series = lines.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
      return [name, series.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)] as const
    })
    return Object.fromEntries(sums) as Record<Name, number>
  }

  /** Ends it as an administrator does, or as a machine that fails. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.connection.close()
    const ended = new Promise<void>((resolve) => this.#child.once('close', () => resolve()))
    this.#child.kill(signal)
    await ended
  }
}
