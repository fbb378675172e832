import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { addFlags } from './flag-group.ts'
import type { Found } from './invocation.ts'
import { readTalk, type TalkArguments, type TalkFlags, talkFlags } from './output-flags.ts'
import { readReplay, type ReplayChoices, type ReplayFlags, replayFlags } from './replay-flags.ts'

export interface DemoArguments {
  readonly replay: ReplayChoices
  readonly talk: TalkArguments
}

export function addDemo(program: CommandUnknownOpts, found: Found): void {
  const command = program
    .command('demo')
    .summary('see it work, without a cluster')
    .description(
      'Run the service on four weeks of three teams, recorded from a real cluster, and print what it sees at the end. Needs no cluster and no network. A second start goes on where the first one stopped.',
    )
  for (const group of [replayFlags(), talkFlags()]) addFlags(command, group)
  command.action((options) => {
    const flags = options as ReplayFlags & TalkFlags
    found({ command: 'demo', asked: { replay: readReplay(flags), talk: readTalk(flags) } })
  })
}
