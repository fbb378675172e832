import type { Completable, CompletableCommand, CompletableFlag } from './completable.ts'

/** A script for zsh, either sourced or in a folder of `$fpath`. */
export function zshScript({ name, commands }: Completable): string {
  const fn = `_${name.replaceAll('-', '_')}`
  return `#compdef ${name}
# zsh completion for ${name}
${fn}() {
  local -a commands
  commands=(
${commands.map((command) => `    ${quoted(`${command.name}:${command.summary}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local chosen="\${words[2]}"
  words=("\${words[1]}" "\${(@)words[3,-1]}")
  (( CURRENT-- ))
  case "$chosen" in
${commands.map(commandCase).join('\n')}
  esac
}
if [ "$funcstack[1]" = "${fn}" ]; then
  ${fn} "$@"
else
  compdef ${fn} ${name}
fi
`
}

function commandCase(command: CompletableCommand): string {
  const specs = [...command.flags.flatMap(flagSpecs), quoted(operandSpec(command))]
  return `    ${command.name})\n      _arguments ${specs.join(' \\\n        ')}\n      ;;`
}

/** `*--flag=[text]:value:(a b)`: the star lets a flag be repeated. */
function flagSpecs(flag: CompletableFlag): readonly string[] {
  return flag.names.map((name) => {
    const equals = flag.takesValue && name.startsWith('--') ? '=' : ''
    return quoted(`*${name}${equals}[${flag.summary.replace(/[[\]\\]/g, '\\$&')}]${valueSpec(flag)}`)
  })
}

function valueSpec({ takesValue, takesFile, choices }: CompletableFlag): string {
  if (!takesValue) return ''
  return choices.length > 0 ? `:value:(${choices.join(' ')})` : takesFile ? ':file:_files' : ':value: '
}

function operandSpec({ words, takesFiles }: CompletableCommand): string {
  if (words.length > 0) return `*:argument:(${words.join(' ')})`
  return takesFiles ? '*:file:_files' : '*:argument: '
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
