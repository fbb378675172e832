import type { Completable, CompletableCommand, CompletableFlag } from './completable.ts'

/** A script for PowerShell 5 and later. */
export function powershellScript({ name, commands }: Completable): string {
  return `# PowerShell completion for ${name}
Register-ArgumentCompleter -Native -CommandName ${quoted(name)} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = [ordered]@{
${commands.map((command) => `    ${quoted(command.name)} = ${quoted(command.summary)}`).join('\n')}
  }
  $flags = @{
${commands.map(flagTable).join('\n')}
  }
  $values = @{
${commands.flatMap(valueLines).join('\n')}
  }
  $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = if ($words.Count -gt 1) { $words[1] } else { '' }
  $found = if ($command -eq '') { $commands.Keys }
    elseif ($values.ContainsKey("$command $($words[-1])")) { $values["$command $($words[-1])"] }
    elseif ($wordToComplete -like '-*' -and $flags.ContainsKey($command)) { $flags[$command].Keys }
    elseif ($values.ContainsKey($command)) { $values[$command] }
    else { @() }
  $found | Where-Object { $_ -like "$wordToComplete*" } | Sort-Object | ForEach-Object {
    $tip = if ($command -eq '') { $commands[$_] } elseif ($flags.ContainsKey($command) -and $flags[$command].ContainsKey($_)) { $flags[$command][$_] } else { $_ }
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $tip)
  }
}
`
}

function flagTable(command: CompletableCommand): string {
  // Hash tables ignore case, and no command has two flags that differ only in it.
  const entries = command.flags.flatMap((flag) => flag.names.map((name) => `${quoted(name)} = ${quoted(flag.summary)}`))
  return `    ${quoted(command.name)} = @{ ${entries.join('; ')} }`
}

function valueLines(command: CompletableCommand): readonly string[] {
  const flags = command.flags.filter((flag) => flag.choices.length > 0)
  const lines = flags.flatMap((flag: CompletableFlag) =>
    flag.names.map((name) => `    ${quoted(`${command.name} ${name}`)} = ${wordList(flag.choices)}`),
  )
  return command.words.length > 0 ? [...lines, `    ${quoted(command.name)} = ${wordList(command.words)}`] : lines
}

function wordList(words: readonly string[]): string {
  return `@(${words.map(quoted).join(', ')})`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
