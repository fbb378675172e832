import type { Completable, CompletableCommand, CompletableFlag } from './completable.ts'

/** A script for bash; works with bash 3.2, which macOS still has. */
export function bashScript({ name, flags, commands }: Completable): string {
  const fn = `_${name.replaceAll('-', '_')}`
  return `# bash completion for ${name}
${fn}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}"
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...commands.map((command) => command.name), ...names(flags)].join(' ')}" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -o default -F ${fn} ${name}
`
}

function commandCase(command: CompletableCommand): string {
  const values = command.flags.filter((flag) => flag.takesValue).map(valueCase)
  const previous = values.length === 0 ? [] : ['      case "$previous" in', ...values, '      esac']
  return [
    `    ${command.name})`,
    ...previous,
    '      case "$current" in',
    `        -*) COMPREPLY=($(compgen -W "${names(command.flags).join(' ')}" -- "$current")) ;;`,
    `        *) ${operands(command)} ;;`,
    '      esac',
    '      ;;',
  ].join('\n')
}

function operands({ words, takesFiles }: CompletableCommand): string {
  if (words.length > 0) return `COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$current"))`
  return takesFiles ? 'COMPREPLY=($(compgen -f -- "$current"))' : ':'
}

function valueCase({ names: written, choices, takesFile }: CompletableFlag): string {
  const values = choices.length > 0 ? `-W "${choices.join(' ')}"` : takesFile ? '-f' : '-W ""'
  return `        ${written.join('|')}) COMPREPLY=($(compgen ${values} -- "$current")); return ;;`
}

function names(flags: readonly CompletableFlag[]): readonly string[] {
  return flags.flatMap((flag) => flag.names)
}
