import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { type ClusterArguments, type ClusterFlags, clusterFlags, readCluster } from './cluster-flags.ts'
import { type ComparisonArguments, type ComparisonFlags, comparisonFlags, readComparison } from './comparison-flags.ts'
import { examples } from './examples.ts'
import { addFlags } from './flag-group.ts'
import type { Found, Surroundings } from './invocation.ts'
import {
  type AnswerFlags,
  type AnswerFormat,
  answerFlags,
  readTalk,
  type TalkArguments,
  type TalkFlags,
  talkFlags,
} from './output-flags.ts'
import { chartFlags, gitFlags, readSources, type SourceArguments, type SourceFlags } from './source-flags.ts'

export interface DoctorArguments extends ComparisonArguments {
  /** May be without sources: then only the connection is looked at. */
  readonly desired: SourceArguments
  readonly cluster: ClusterArguments
  readonly output: AnswerFormat
  readonly talk: TalkArguments
}

export function addDoctor(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  const { program: name, environment } = surroundings
  const command = program
    .command('doctor')
    .summary('check connection, rights and what can be decided')
    .description(
      'Check connection, versions, rights held and missing, which deployer is found, and what cannot be decided without more.',
    )
    .argument('[source...]', 'as in scan; without, only the connection is looked at')
  const groups = [gitFlags(), chartFlags(), comparisonFlags(), answerFlags(), clusterFlags(), talkFlags()]
  for (const group of groups) addFlags(command, group)
  command.addHelpText('after', examples([['would a scan of these sources see everything?', `${name} doctor deploy/`]]))
  command.action((operands, options) => {
    const flags = options as SourceFlags & ComparisonFlags & AnswerFlags & ClusterFlags & TalkFlags
    const asked: DoctorArguments = {
      desired: readSources(operands, flags),
      cluster: readCluster(flags, environment),
      ...readComparison(flags),
      output: flags.output,
      talk: readTalk(flags),
    }
    found({ command: 'doctor', asked })
  })
}
