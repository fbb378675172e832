import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { examples } from './examples.ts'
import { addFlags } from './flag-group.ts'
import { repeated } from './flag-values.ts'
import type { Found, Surroundings } from './invocation.ts'
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
import { type ChartFlags, chartFlags, readSources, type SourceArguments } from './source-flags.ts'

export interface DiffArguments {
  readonly desired: SourceArguments
  /** Dumps of live objects: files or folders as `kubectl get -o json` or `-o yaml` writes them. */
  readonly live: LiveArgument
  /** OpenAPI v3 documents for kinds that are not built in. */
  readonly openApiFiles: readonly string[]
  readonly clusterName?: string
  /** Namespace of objects that name none. */
  readonly namespace?: string
  readonly deployer?: string
  readonly report: ReportArguments
  readonly talk: TalkArguments
}

export type LiveArgument = { readonly kind: 'stdin' } | { readonly kind: 'path'; readonly path: string }

function offlineFlags() {
  return new Command()
    .optionsGroup('Comparison:')
    .addOption(
      new Option('--openapi <file>', 'OpenAPI v3 document for kinds that are not built in; may be repeated').argParser(
        repeated,
      ),
    )
    .option('--cluster-name <name>', 'name of the cluster in the result (default: offline)')
    .option('-n, --namespace <name>', 'namespace of objects that name none (default: default)')
    .option('--deployer <manager>', 'field manager that deploys from Git (default: found from the objects)')
}

type OfflineFlags = ReturnType<ReturnType<typeof offlineFlags>['opts']>

export function addDiff(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  const command = program
    .command('diff')
    .summary('compare files with a dump of live objects')
    .description('Compare without a cluster: what DESIRED says with the live objects that LIVE holds.')
    .argument('<desired>', 'folder or file of manifests, chart, kustomization; - for standard input')
    .argument('<live>', 'folder or file written by kubectl get -o json or -o yaml; - for standard input')
  for (const group of [offlineFlags(), reportFlags(), chartFlags(), talkFlags()]) addFlags(command, group)
  command.addHelpText('after', examples(EXAMPLES.map(([does, rest]) => [does, `${surroundings.program} diff ${rest}`])))
  command.action((desired, live, options) => {
    found({ command: 'diff', asked: readDiff(desired, live, options as DiffFlags) })
  })
}

type DiffFlags = OfflineFlags & ReportFlags & ChartFlags & TalkFlags

function readDiff(desired: string, live: string, flags: DiffFlags): DiffArguments {
  if (desired === '-' && live === '-') {
    throw new DriftageError('DRF1007', 'Standard input (-) cannot be both sides of a comparison. Name a file for one.')
  }
  return {
    desired: readSources([desired], flags),
    live: live === '-' ? { kind: 'stdin' } : { kind: 'path', path: live },
    openApiFiles: flags.openapi ?? [],
    ...(flags.clusterName === undefined ? {} : { clusterName: flags.clusterName }),
    ...(flags.namespace === undefined ? {} : { namespace: flags.namespace }),
    ...(flags.deployer === undefined ? {} : { deployer: flags.deployer }),
    report: readReport(flags),
    talk: readTalk(flags),
  }
}

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['a folder of manifests against a dump', 'deploy/ live.yaml'],
  ['a custom kind, with its schema', 'deploy/ live.json --openapi shops.example.dev-v1.json'],
]
