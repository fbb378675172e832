import { spawn } from 'node:child_process'
import { RenderFailure } from './render-error.ts'

export interface ProgramLimits {
  /** In ms. */
  readonly timeoutMs: number
  readonly maxOutputBytes: number
  /** Ends the program, as when driftage shuts down. */
  readonly signal: AbortSignal
}

export interface ProgramOptions extends ProgramLimits {
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
}

/**
 * Runs a program to its end, without a shell.
 *
 * @returns what it wrote to stdout
 * @throws RenderFailure if it cannot be run, fails, or oversteps a limit. Its own message is dropped: it can hold values
 */
export function runProgram(path: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { folder, environment, timeoutMs, maxOutputBytes, signal } = options
  if (signal.aborted) throw new RenderFailure('DRF2122', 'The renderer was closed. Nothing was rendered.')
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, {
      cwd: folder,
      env: environment,
      shell: false,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const parts: Buffer[] = []
    let size = 0
    const end = (failure: RenderFailure) => {
      child.kill('SIGKILL')
      reject(failure)
    }
    const abort = () =>
      end(new RenderFailure('DRF2122', 'The renderer was closed during a render. Nothing was rendered.'))
    const timer = setTimeout(() => end(timedOut(timeoutMs)), timeoutMs)
    signal.addEventListener('abort', abort)
    child.stdout.on('data', (part: Buffer) => {
      size += part.length
      if (size > maxOutputBytes)
        end(new RenderFailure('DRF2103', 'The output is larger than it may be. Nothing was rendered.'))
      else parts.push(part)
    })
    child.on('error', () => reject(new RenderFailure('DRF2119', 'The configured program cannot be run.', path)))
    child.on('close', (code) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      if (code === 0) resolve(Buffer.concat(parts).toString('utf8'))
      else reject(new RenderFailure('DRF2119', `The configured program ended with ${code ?? 'a signal'}.`, path))
    })
  })
}

function timedOut(timeoutMs: number): RenderFailure {
  return new RenderFailure('DRF2101', `Rendering was ended after ${timeoutMs / 1000} seconds. Nothing was rendered.`)
}
