import { EXIT_OK, EXIT_USAGE } from '../../errors/exit-code.ts'
import type { Invocation, Surroundings } from './arguments/invocation.ts'
import { parseArguments } from './arguments/parse.ts'
import { guarded } from './failure.ts'
import type { Performing } from './perform.ts'
import { programName } from './program-name.ts'
import type { Terminal } from './terminal.ts'
import { errorText } from './views/error-text.ts'

/**
 * Runs a command line to its end and returns the exit code; never throws. `ports` loads what the commands need done and
 * is called only for commands that do something, so that help and completion stay fast.
 */
export async function run(cli: Performing): Promise<number> {
  const { terminal, version } = cli
  const program = programName(terminal.argv[1] ?? '')
  const surroundings: Surroundings = { program, version, environment: terminal.environment }
  return guarded(terminal, { debug: terminal.argv.includes('--debug') }, async () => {
    const invocation = parseArguments(terminal.argv.slice(2), surroundings)
    switch (invocation.command) {
      case 'print':
        return answered(terminal, invocation.text)
      case 'misuse':
        return refused(terminal, invocation)
      case 'completion':
        return answered(
          terminal,
          await (await import('./commands/completion.ts')).completion(invocation.asked, surroundings),
        )
      case 'errors':
        return answered(terminal, (await import('./commands/errors.ts')).errors(invocation.asked))
      default:
        return (await import('./perform.ts')).perform(invocation, cli)
    }
  })
}

async function answered(terminal: Terminal, text: string): Promise<number> {
  await terminal.out(text)
  return EXIT_OK
}

function refused(terminal: Terminal, misuse: Extract<Invocation, { readonly command: 'misuse' }>): number {
  for (const diagnostic of misuse.diagnostics) terminal.err(`error: ${errorText(diagnostic)}\n`)
  terminal.err(`${misuse.hint}\n`)
  return EXIT_USAGE
}
