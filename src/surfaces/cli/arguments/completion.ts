import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { examples } from './examples.ts'
import { oneOf } from './flag-values.ts'
import type { Found, Surroundings } from './invocation.ts'

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
type Shell = (typeof SHELLS)[number]

export interface CompletionArguments {
  readonly shell: Shell
}

export function addCompletion(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  // Completion scripts complete the command by its file name; kubectl asks its plugins in another way.
  const name = surroundings.program.replace(' ', '-')
  program
    .command('completion')
    .summary('print the completion script of a shell')
    .description('Print the script that makes a shell complete commands, flags and their values.')
    .addArgument(new Argument('<shell>', 'shell to complete in').choices(SHELLS).argParser(oneOf(SHELLS)))
    .addHelpText(
      'after',
      examples([
        ['bash, now', `source <(${name} completion bash)`],
        ['zsh, for good, in a folder of $fpath', `${name} completion zsh > "\${fpath[1]}/_${name}"`],
        ['fish, for good', `${name} completion fish > ~/.config/fish/completions/${name}.fish`],
        ['PowerShell, now', `${name} completion powershell | Out-String | Invoke-Expression`],
      ]),
    )
    .action((shell) => found({ command: 'completion', asked: { shell } }))
}
