import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { examples } from '../examples.ts'
import { addFlags } from '../flag-group.ts'
import { oneOf } from '../flag-values.ts'
import type { Found, Surroundings } from '../invocation.ts'
import {
  type AnswerFlags,
  type AnswerFormat,
  answerFlags,
  readTalk,
  type TalkArguments,
  type TalkFlags,
  talkFlags,
} from '../output-flags.ts'
import { readStore, type StoreChoice, type StoreFlags, storeFlags } from '../store-flags.ts'

export interface VerifyArguments {
  readonly store: StoreChoice
  readonly output: AnswerFormat
  readonly talk: TalkArguments
}

const WHAT = ['verify'] as const

export function addVerify(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  const { program: name, environment } = surroundings
  const command = program
    .command('ledger')
    .summary('prove that the record was not changed')
    .description(
      'Read the whole append-only record and prove that every entry is as it was written and continues the one before. Exit code 2 where one does not; the first bad entry is named. Needs the store itself, while no service holds its folder.',
    )
    .addArgument(new Argument('<what>', 'what to do').choices(WHAT).argParser(oneOf(WHAT)))
  for (const group of [storeFlags(), answerFlags(), talkFlags()]) addFlags(command, group)
  command.addHelpText('after', examples([['the store on this machine', `${name} ledger verify`]]))
  command.action((_what, options) => {
    const flags = options as StoreFlags & AnswerFlags & TalkFlags
    const asked = { store: readStore(flags, environment), output: flags.output, talk: readTalk(flags) }
    found({ command: 'verify', asked })
  })
}
