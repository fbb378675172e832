import { codedError, DriftageError } from '../../errors/driftage-error.ts'
import { EXIT_INTERRUPTED, exitCodeOfError } from '../../errors/exit-code.ts'
import type { TalkArguments } from './arguments/output-flags.ts'
import type { Terminal } from './terminal.ts'
import { errorText } from './views/error-text.ts'
import { visible } from '../../model/visible-text.ts'

/**
 * Does the work; where it cannot go on, says so on stderr and returns the exit code of that. Once somebody has interrupted,
 * only work that is to end in order has something to say.
 */
export async function guarded(
  terminal: Terminal,
  { debug, endsInOrder = false }: Pick<TalkArguments, 'debug'> & { readonly endsInOrder?: boolean },
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work()
  } catch (error) {
    const isToTell = endsInOrder && error instanceof DriftageError
    if (terminal.interrupted.aborted && !isToTell) return interruptedCode(terminal)
    const coded = error instanceof DriftageError ? error : codedError('DRF1099', fault(error))
    terminal.err(`error: ${errorText(coded)}\n${debug ? trace(error) : ''}`)
    return exitCodeOfError(coded.code)
  }
}

/** The exit code once somebody has interrupted, at once: what is still being stopped must not hold the shell. */
export function interruption(terminal: Terminal): Promise<number> {
  return new Promise((resolve) => {
    const end = () => resolve(interruptedCode(terminal))
    if (terminal.interrupted.aborted) end()
    else terminal.interrupted.addEventListener('abort', end, { once: true })
  })
}

function interruptedCode({ interrupted }: Terminal): number {
  return typeof interrupted.reason === 'number' ? interrupted.reason : EXIT_INTERRUPTED
}

function fault(error: unknown): string {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  const name = error instanceof Error ? error.name : typeof error
  return `driftage itself failed (${name}${code}); nothing was checked, nothing was changed. --debug shows where; please report that text.`
}

/** Names and places only: messages of foreign errors may quote what they could not read, secrets included (B-04). */
function trace(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [`  ${visible(error.name)}`, ...frames.map(visible)].map((line) => `${line}\n`).join('') + trace(error.cause)
}
