import { type ChildProcess, spawn } from 'node:child_process'
import { DriftageError } from '../../errors/driftage-error.ts'
import { errorOfGit } from './git-failure.ts'

export interface GitCall {
  /** Folder in which git runs. */
  readonly cwd: string
  /** Never holds credentials: arguments are visible to every process of the machine. */
  readonly args: readonly string[]
  /** Settings for this call, passed in the environment, which is not. */
  readonly config?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
  readonly timeoutMs: number
  readonly maxBytes: number
  /** Transports that this call may use; none by default. */
  readonly protocols?: string
  /** Exit codes other than 0 that are an answer. */
  readonly answers?: readonly number[]
  /** Without credentials; stands in errors. */
  readonly place: string
}

export interface GitAnswer {
  readonly code: number
  readonly stdout: Buffer
}

/**
 * Runs the system's git, without a shell, without hooks, file system monitors, replacement objects, prompts and pagers,
 * and in a process group of its own, which is ended as a whole at the time limit.
 *
 * @throws DriftageError DRF203x; git's own words are never passed on, since they can hold credentials
 */
export function runGit(call: GitCall): Promise<GitAnswer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...HARDENED, ...call.args], {
      cwd: call.cwd,
      env: environmentOf(call),
      shell: false,
      // Cut off from the terminal, on which ssh would otherwise ask for a passphrase.
      detached: true,
      stdio: [call.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    let bytes = 0
    let stderr = ''
    let stopped: DriftageError | undefined
    const stop = (error: DriftageError) => {
      stopped ??= error
      endGroup(child)
    }
    const timer = setTimeout(() => stop(tooSlow(call)), call.timeoutMs)
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > call.maxBytes) stop(tooMuch(call))
      else chunks.push(chunk)
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      if (stderr.length < 10_000) stderr += chunk.toString('latin1')
    })
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      reject(error.code === 'ENOENT' ? notInstalled() : errorOfGit('', call.place))
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      if (stopped !== undefined) reject(stopped)
      else if (code === 0 || (code !== null && call.answers?.includes(code)))
        resolve({ code, stdout: Buffer.concat(chunks) })
      else reject(errorOfGit(stderr, call.place))
    })
    if (call.input !== undefined) {
      // Git that ends early closes the pipe; its exit code says why.
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(call.input)
    }
  })
}

const HARDENED = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  '--literal-pathspecs',
  ...['protocol.ext.allow=never', 'core.hooksPath=/dev/null', 'core.symlinks=false', 'core.fsmonitor=false'].flatMap(
    (one) => ['-c', one],
  ),
  ...['submodule.recurse=false', 'fetch.recurseSubmodules=false', 'gc.auto=0', 'maintenance.auto=false'].flatMap(
    (one) => ['-c', one],
  ),
]

/** What git, ssh and credential helpers need to work as the person who runs driftage expects; nothing else is passed on. */
const PASSED_ON =
  /^(?:PATH|HOME|USER|LOGNAME|TMPDIR|XDG_[A-Z_]+|SSH_AUTH_SOCK|GNUPGHOME|(?:HTTPS?|ALL|NO)_PROXY|(?:https?|all|no)_proxy|SSL_CERT_(?:FILE|DIR)|GIT_SSL_CA(?:INFO|PATH)|GIT_SSH(?:_COMMAND)?|GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)|DBUS_SESSION_BUS_ADDRESS)$/

function environmentOf({ config = {}, environment = {}, protocols = 'none' }: GitCall): NodeJS.ProcessEnv {
  const passed = Object.entries(process.env).filter(([name]) => PASSED_ON.test(name))
  const settings = Object.entries(config).flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return {
    ...Object.fromEntries([...passed, ...settings]),
    GIT_CONFIG_COUNT: String(Object.keys(config).length),
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    SSH_ASKPASS_REQUIRE: 'never',
    // Error texts are recognised by their English words.
    LC_ALL: 'C',
    ...environment,
  }
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended by itself in this moment.
  }
}

function tooSlow({ place, timeoutMs }: GitCall): DriftageError {
  const text = `Git did not end within ${timeoutMs / 1000} s. Try again, or name a smaller repository. It was ended and nothing was read.`
  return new DriftageError('DRF2035', text, { place })
}

function tooMuch({ place, maxBytes }: GitCall): DriftageError {
  const text = `Git answered more than ${maxBytes} bytes. Name a smaller folder. The answer was dropped.`
  return new DriftageError('DRF2036', text, { place })
}

function notInstalled(): DriftageError {
  return new DriftageError(
    'DRF2030',
    'The program git was not found. Install Git 2.36 or newer, or scan a folder. Nothing was read.',
  )
}
