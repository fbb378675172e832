import { CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import type { CodedError } from '../../../model/coded-error.ts'
import { bareSwitches } from './boolean-values.ts'
import type { Invocation, Surroundings } from './invocation.ts'
import { misuse } from './misuse.ts'
import { program } from './program.ts'

/** What the words after the program's name ask for. Never throws for what somebody typed, and prints nothing. */
export function parseArguments(argv: readonly string[], surroundings: Surroundings): Invocation {
  let invocation: Invocation | undefined
  let printed = ''
  const root = program(surroundings, (found) => {
    invocation = found
  })
  for (const command of [root, ...root.commands]) {
    command.exitOverride().configureOutput({
      writeOut: (text) => {
        printed += text
      },
      writeErr: () => {},
    })
  }
  const command = root.commands.find((candidate) => candidate.name() === argv[0])
  const nothingAsked = (): Invocation => {
    printed = ''
    root.outputHelp()
    // Not a success: `driftage $ARGS` with an empty variable must not look like "in sync" to a pipeline.
    return { command: 'misuse', diagnostics: [], hint: printed.trimEnd() }
  }
  if (argv.length === 0) return nothingAsked()
  try {
    root.parse(bareSwitches(argv, command), { from: 'user' })
  } catch (error) {
    if (isAnswered(error)) return { command: 'print', text: printed }
    return { command: 'misuse', diagnostics: [diagnostic(error)], hint: hint(surroundings, command) }
  }
  return invocation ?? nothingAsked()
}

function isAnswered(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0
}

function diagnostic(error: unknown): CodedError {
  if (error instanceof CommanderError) return misuse(error)
  if (error instanceof DriftageError) return error
  throw error
}

function hint(surroundings: Surroundings, command: CommandUnknownOpts | undefined): string {
  const about = command === undefined ? '' : ` ${command.name()}`
  return `"${surroundings.program} help${about}" says more. Nothing was read or changed.`
}
