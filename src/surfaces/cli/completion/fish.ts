import type { Completable, CompletableCommand, CompletableFlag } from './completable.ts'

/** A script for fish. */
export function fishScript({ name, commands }: Completable): string {
  const all = commands.map((command) => command.name).join(' ')
  const lines = commands.flatMap((command) => [
    `complete -c ${name} -n "not __fish_seen_subcommand_from ${all}" -a ${command.name} -d ${quoted(command.summary)} -f`,
    ...command.flags.map((flag) => flagLine(name, command, flag)),
    ...operandLines(name, command),
  ])
  return [`# fish completion for ${name}`, ...lines, ''].join('\n')
}

function flagLine(name: string, command: CompletableCommand, flag: CompletableFlag): string {
  const names = flag.names.map((written) =>
    written.startsWith('--') ? `-l ${written.slice(2)}` : `-s ${written.slice(1)}`,
  )
  return `complete -c ${name} -n "${seen(command)}" ${names.join(' ')} -d ${quoted(flag.summary)}${valueOf(flag)}`
}

function valueOf({ takesValue, takesFile, choices }: CompletableFlag): string {
  if (!takesValue) return ''
  return choices.length > 0 ? ` -x -a ${quoted(choices.join(' '))}` : takesFile ? ' -r -F' : ' -x'
}

function operandLines(name: string, command: CompletableCommand): readonly string[] {
  if (command.words.length > 0)
    return [`complete -c ${name} -n "${seen(command)}" -f -a ${quoted(command.words.join(' '))}`]
  return command.takesFiles ? [] : [`complete -c ${name} -n "${seen(command)}" -f`]
}

function seen(command: CompletableCommand): string {
  return `__fish_seen_subcommand_from ${command.name}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
