import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { program } from '../../src/surfaces/cli/arguments/program.ts'
import { MADE_BY, table } from './made-by.ts'

/** The commands with their arguments, flags and examples, from the definitions that also parse them. */
export function cliPage(): string {
  const root = program({ program: 'driftage', version: '', environment: {} }, () => {})
  return `${[MADE_BY, '# Command line', INTRODUCTION, ...root.commands.map(section)].join('\n\n')}\n`
}

const INTRODUCTION = `Data goes to stdout, everything else to stderr. Colours only on a terminal, and never with \`NO_COLOR\`.
Installed as \`kubectl-driftage\`, too, so that \`kubectl driftage\` works.

| exit code | meaning |
| --- | --- |
| 0 | all was checked, and nothing drifted at or above \`--fail-on\` |
| 1 | drift at or above \`--fail-on\` (default \`low\`); pending changes count only with \`--fail-on pending\` |
| 2 | not everything could be checked, whatever else was found; what was excluded by choice does not count |
| 3 | the command line or the configuration cannot be carried out |
| 130, 143 | interrupted by SIGINT or SIGTERM |`

function section(command: CommandUnknownOpts): string {
  const blocks = [
    `## driftage ${command.name()}`,
    command.description(),
    `\`\`\`\ndriftage ${command.name()} ${command.usage()}\n\`\`\``,
    table(
      ['argument', 'meaning'],
      command.registeredArguments.map((argument) => [
        code(argument.name()),
        meaning(argument.description, argument.argChoices),
      ]),
    ),
    ...flagTables(command),
    examplesOf(command),
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function flagTables(command: CommandUnknownOpts): readonly string[] {
  const groups = new Map<string, Option[]>()
  for (const option of command.options) {
    const heading = option.helpGroupHeading ?? 'Options:'
    groups.set(heading, [...(groups.get(heading) ?? []), option])
  }
  return [...groups].map(([heading, options]) =>
    table(
      [heading.replace(/:$/, ''), 'meaning'],
      options.map((option) => [code(option.flags), flagMeaning(option)]),
    ),
  )
}

function flagMeaning(option: Option): string {
  const shown: unknown = option.defaultValueDescription ?? option.defaultValue
  const fallback =
    shown === undefined ? '' : ` Default: \`${typeof shown === 'string' ? shown : JSON.stringify(shown)}\`.`
  return `${meaning(option.description, option.argChoices)}${fallback}`
}

function meaning(description: string, choices: readonly string[] | undefined): string {
  return choices === undefined ? `${description}.` : `${description}: ${choices.map(code).join(', ')}.`
}

function code(text: string): string {
  return `\`${text}\``
}

/** Examples stand behind the generated help, which is the only place that commander keeps them in. */
function examplesOf(command: CommandUnknownOpts): string {
  let help = ''
  command.configureOutput({
    writeOut: (text) => {
      help += text
    },
  })
  command.outputHelp()
  const start = help.indexOf('\nExamples:\n')
  return start < 0
    ? ''
    : `\`\`\`sh\n${help
        .slice(start + '\nExamples:\n'.length)
        .replace(/^ {2}/gm, '')
        .trimEnd()}\n\`\`\``
}
