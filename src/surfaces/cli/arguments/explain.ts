import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { type ClusterArguments, type ClusterFlags, clusterFlags, readCluster } from './cluster-flags.ts'
import { type ComparisonArguments, type ComparisonFlags, comparisonFlags, readComparison } from './comparison-flags.ts'
import { examples } from './examples.ts'
import { readFieldPath } from './field-path.ts'
import { addFlags } from './flag-group.ts'
import { repeated } from './flag-values.ts'
import type { Found, Surroundings } from './invocation.ts'
import { type ObjectChoice, readObjectChoice } from './object-choice.ts'
import {
  type AnswerFlags,
  type AnswerFormat,
  answerFlags,
  readTalk,
  type TalkArguments,
  type TalkFlags,
  talkFlags,
} from './output-flags.ts'
import { readService, type ServiceArguments, type ServiceFlags } from './service-flags.ts'
import {
  chartFlags,
  gitFlags,
  readSources,
  requireSources,
  type SourceArguments,
  type SourceFlags,
} from './source-flags.ts'

export interface ExplainArguments extends ComparisonArguments {
  readonly object: ObjectChoice
  /** Written path; only this field and what lies below it. */
  readonly path?: string
  readonly desired: SourceArguments
  readonly cluster: ClusterArguments
  /** Whose ledger tells the history. */
  readonly service: ServiceArguments
  readonly output: AnswerFormat
  readonly talk: TalkArguments
}

function explainFlags() {
  return new Command()
    .optionsGroup('Sources:')
    .addOption(
      new Option(
        '--source <source>',
        'folder, file, chart or kustomization; - for standard input; may be repeated',
      ).argParser(repeated),
    )
}

/** `--server` is kubectl's, so the service has a name of its own here. */
function historyFlags() {
  return new Command()
    .optionsGroup('History:')
    .option(
      '--service <url>',
      'service whose memory is asked; DRIFTAGE_SERVER says the same; without, the one on this machine',
    )
    .option('--token-file <file>', 'file with the token of that service; DRIFTAGE_TOKEN may hold the token itself')
    .option('--data <folder>', 'data folder of the service on this machine')
}

export function addExplain(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  const { program: name, environment } = surroundings
  const command = program
    .command('explain')
    .summary('say why for every field of one object')
    .description(
      'Say for every field of one object: verdict, the rule behind it, who owns it, and the evidence; and where a service or scan --remember kept a memory, since when, by whom, what was before and what comes next.',
    )
    .argument('<ref>', 'cluster/group/Kind/namespace/name, or as in kubectl: deployment/web')
    .argument('[path]', 'only this field and what lies below it; quote it')
  const groups = [
    explainFlags(),
    gitFlags(),
    chartFlags(),
    comparisonFlags(),
    answerFlags(),
    historyFlags(),
    clusterFlags(),
    talkFlags(),
  ]
  for (const group of groups) addFlags(command, group)
  command.addHelpText('after', examples(EXAMPLES.map(([does, rest]) => [does, `${name} explain ${rest}`])))
  command.action((ref, path, options) => {
    const flags = options as ExplainFlags
    const asked: ExplainArguments = {
      object: readObjectChoice(ref),
      ...(path === undefined ? {} : { path: readFieldPath(path) }),
      desired: requireSources(readSources(flags.source ?? [], flags), 'explain', { by: '--source with ' }),
      cluster: readCluster(flags, environment),
      service: readService(serviceOf(flags), environment),
      ...readComparison(flags),
      output: flags.output,
      talk: readTalk(flags),
    }
    found({ command: 'explain', asked })
  })
}

type ExplainFlags = ReturnType<ReturnType<typeof explainFlags>['opts']> &
  SourceFlags &
  ComparisonFlags &
  AnswerFlags &
  ReturnType<ReturnType<typeof historyFlags>['opts']> &
  ClusterFlags &
  TalkFlags

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['every field of a deployment', 'deployment/web -n shop --source deploy/'],
  [
    'one field, by the reference that scan prints',
    "prod-eu/apps/Deployment/shop/web '.spec.replicas' --source deploy/",
  ],
]

function serviceOf({ service, tokenFile, data }: ExplainFlags): ServiceFlags {
  return {
    ...(service === undefined ? {} : { server: service }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(data === undefined ? {} : { data }),
  }
}
