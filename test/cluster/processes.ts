import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Outlives this process by a moment: reads the ids of the running servers, one list a line, and when its input ends,
 * for whatever reason, kills the last list and removes the folder. So a test run that is killed leaves nothing.
 */
const GUARD = `
while read -r line; do pids=$line; done
[ -n "$pids" ] && kill -9 $pids 2>/dev/null
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
`

/** One running server. */
export interface RunningProcess {
  name: string
  pid: number
  /** Where its output goes. */
  logFile: string
  /** Whether it has not ended yet. */
  running(): boolean
  /** Resolves when it has ended. */
  ended: Promise<void>
  /** Sends a signal, such as SIGSTOP for a server that hangs without closing its connections. */
  signal(signal: NodeJS.Signals): void
}

/** The processes of one cluster and the folder they live in, which end together. */
export class ProcessGroup {
  readonly #dir: string
  readonly #guard: ChildProcess
  readonly #guardEnded: Promise<void>
  readonly #processes = new Set<RunningProcess>()

  /** @param dir an existing folder, removed at the end */
  constructor(dir: string) {
    this.#dir = dir
    // In a session of its own, so that Ctrl-C in a terminal does not end it before its work is done.
    this.#guard = spawn('sh', ['-c', GUARD, 'sh', dir], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
    this.#guardEnded = new Promise((resolve) => this.#guard.once('close', () => resolve()))
    this.#guard.unref()
  }

  /** The ids of the servers that run now. */
  pids(): number[] {
    return [...this.#processes].map(({ pid }) => pid)
  }

  /** Starts a server with nothing of the caller's environment but PATH. */
  async start(name: string, binary: string, args: readonly string[]): Promise<RunningProcess> {
    const logFile = join(this.#dir, `${name}.log`)
    const log = openSync(logFile, 'a')
    const child = spawn(binary, args, {
      cwd: this.#dir,
      env: { PATH: process.env['PATH'], HOME: this.#dir, TMPDIR: this.#dir },
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    const started: RunningProcess = {
      name,
      pid: child.pid ?? 0,
      logFile,
      running: () => child.exitCode === null && child.signalCode === null,
      ended,
      signal: (signal) => child.kill(signal),
    }
    this.#processes.add(started)
    this.#tellGuard()
    void this.#forgetAfter(started)
    return started
  }

  async #forgetAfter(started: RunningProcess): Promise<void> {
    await started.ended
    this.#processes.delete(started)
    this.#tellGuard()
  }

  /** Ends one server at once. */
  async kill(process: RunningProcess): Promise<void> {
    process.signal('SIGKILL')
    await process.ended
  }

  /** Ends all servers at once and removes the folder. There is nothing in it that an orderly end would save. */
  async stop(): Promise<void> {
    await Promise.all([...this.#processes].map((process) => this.kill(process)))
    this.#guard.ref()
    this.#guard.stdin?.end()
    await this.#guardEnded
  }

  #tellGuard(): void {
    if (this.#guard.stdin?.writable) this.#guard.stdin.write(`${this.pids().join(' ')}\n`)
  }
}

/** The last lines that a server wrote, for error messages. */
export async function lastLogLines(process: RunningProcess, count = 25): Promise<string> {
  const text = await readFile(process.logFile, 'utf8').catch(() => '')
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
