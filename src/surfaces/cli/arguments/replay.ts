import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { examples } from './examples.ts'
import { addFlags } from './flag-group.ts'
import type { Found, Surroundings } from './invocation.ts'
import { readTalk, type TalkArguments, type TalkFlags, talkFlags } from './output-flags.ts'
import { readReplay, type ReplayChoices, type ReplayFlags, replayFlags } from './replay-flags.ts'

export interface ReplayArguments {
  readonly archive: string
  readonly replay: ReplayChoices
  readonly talk: TalkArguments
}

export function addReplay(program: CommandUnknownOpts, { program: name }: Surroundings, found: Found): void {
  const command = program
    .command('replay')
    .summary('run the service on a recorded archive')
    .description(
      'Run the service on an archive of what it saw elsewhere, in compressed time, and print what it sees at the end. Times are those of the archive. A second start goes on where the first one stopped.',
    )
    .argument('<archive>', 'file of recorded lines, packed with gzip')
  for (const group of [replayFlags(), talkFlags()]) addFlags(command, group)
  command.addHelpText('after', examples([['what happened in a recording', `${name} replay shop.jsonl.gz`]]))
  command.action((archive, options) => {
    const flags = options as ReplayFlags & TalkFlags
    found({ command: 'replay', asked: { archive, replay: readReplay(flags), talk: readTalk(flags) } })
  })
}
