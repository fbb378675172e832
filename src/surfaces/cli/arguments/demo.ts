import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { addFlags } from './flag-group.ts'
import type { Found } from './invocation.ts'
import {
  type ReportArguments,
  type ReportFlags,
  readReport,
  readTalk,
  reportFlags,
  type TalkArguments,
  type TalkFlags,
  talkFlags,
} from './output-flags.ts'

export interface DemoArguments {
  readonly report: ReportArguments
  readonly talk: TalkArguments
}

export function addDemo(program: CommandUnknownOpts, found: Found): void {
  const command = program
    .command('demo')
    .summary('see it work, without a cluster')
    .description('Compare an example source with a dump recorded from a real cluster. Needs no cluster and no network.')
  for (const group of [reportFlags(), talkFlags()]) addFlags(command, group)
  command.action((options) => {
    const flags = options as ReportFlags & TalkFlags
    found({ command: 'demo', asked: { report: readReport(flags), talk: readTalk(flags) } })
  })
}
