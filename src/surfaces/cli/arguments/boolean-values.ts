import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** kubectl takes `--flag=true` for its switches, and scripts use it; commander knows only the bare flag. */
export function bareSwitches(argv: readonly string[], command: CommandUnknownOpts | undefined): readonly string[] {
  if (command === undefined) return argv
  const switches = new Set(command.options.filter((option) => option.isBoolean()).map((option) => option.long))
  const end = argv.indexOf('--')
  return argv.flatMap((word, index) => {
    const [, flag, value] = /^(--[\w-]+)=(true|false)$/.exec(word) ?? []
    if (flag === undefined || !switches.has(flag) || (end >= 0 && index > end)) return [word]
    return value === 'true' ? [flag] : []
  })
}
