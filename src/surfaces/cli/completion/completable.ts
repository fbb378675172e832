import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** What completion scripts need to know of the command line. */
export interface Completable {
  /** Name of the executable. */
  readonly name: string
  readonly flags: readonly CompletableFlag[]
  readonly commands: readonly CompletableCommand[]
}

export interface CompletableCommand {
  readonly name: string
  readonly summary: string
  readonly flags: readonly CompletableFlag[]
  /** Words that can stand as an argument; empty where files can. */
  readonly words: readonly string[]
  readonly takesFiles: boolean
}

export interface CompletableFlag {
  /** `--output`, and `-o` where there is one. */
  readonly names: readonly string[]
  readonly summary: string
  readonly takesValue: boolean
  readonly takesFile: boolean
  /** Empty where any value will do. */
  readonly choices: readonly string[]
}

/** Reads the definitions of the commands, so that completion cannot fall behind them. */
export function completable(name: string, root: CommandUnknownOpts): Completable {
  const commands = root.commands.map(commandOf)
  const words = commands.map((command) => command.name)
  const help = { name: 'help', summary: 'show help for a command', flags: [], words, takesFiles: false }
  return { name, flags: flagsOf(root), commands: [...commands, help] }
}

function commandOf(command: CommandUnknownOpts): CompletableCommand {
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? [])
  const takesFiles = command.registeredArguments.some((argument) => FILES.test(argument.description))
  return { name: command.name(), summary: command.summary(), flags: flagsOf(command), words: choices, takesFiles }
}

const FILES = /\b(file|folder|as in scan)\b/

function flagsOf(command: CommandUnknownOpts): readonly CompletableFlag[] {
  const flags = command.options.map((option) => ({
    names: [option.long, option.short].filter((name) => name !== undefined),
    summary: option.description,
    takesValue: option.required || option.optional,
    takesFile: /<(file|folder|source|repository)>/.test(option.flags),
    choices: option.argChoices ?? [],
  }))
  return [...flags, { names: ['--help', '-h'], summary: 'show help', takesValue: false, takesFile: false, choices: [] }]
}
