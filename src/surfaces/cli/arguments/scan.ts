import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { type ClusterArguments, type ClusterFlags, clusterFlags, readCluster } from './cluster-flags.ts'
import { type ComparisonArguments, type ComparisonFlags, comparisonFlags, readComparison } from './comparison-flags.ts'
import { examples } from './examples.ts'
import { addFlags } from './flag-group.ts'
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
import {
  chartFlags,
  gitFlags,
  readSources,
  requireSources,
  type SourceArguments,
  type SourceFlags,
} from './source-flags.ts'

export interface ScanArguments extends ComparisonArguments {
  /** Record what is found, and report ages from what was recorded before; absent = do not. */
  readonly remember?: { readonly data?: string }
  readonly desired: SourceArguments
  readonly cluster: ClusterArguments
  readonly report: ReportArguments
  readonly talk: TalkArguments
}

export function addScan(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  const { program: name, environment } = surroundings
  const command = program
    .command('scan')
    .summary('compare a cluster with Git')
    .description('Compare what Git says with what runs in a cluster, and report every field that drifted.')
    .argument('[source...]', 'folder or file of manifests, chart, kustomization; - for standard input')
  const groups = [
    gitFlags(),
    chartFlags(),
    comparisonFlags(),
    memoryFlags(),
    reportFlags(),
    clusterFlags(),
    talkFlags(),
  ]
  for (const group of groups) {
    addFlags(command, group)
  }
  command.addHelpText('after', examples(EXAMPLES.map(([does, rest]) => [does, `${name} scan ${rest}`])))
  command.action((operands, options) => {
    const flags = options as ScanFlags
    const asked: ScanArguments = {
      desired: requireSources(readSources(operands, flags), 'scan'),
      cluster: readCluster(flags, environment),
      ...readComparison(flags),
      ...readMemory(flags),
      report: readReport(flags),
      talk: readTalk(flags),
    }
    found({ command: 'scan', asked })
  })
}

function memoryFlags() {
  return new Command()
    .optionsGroup('Memory:')
    .option('--remember', 'record what is found on this machine, and tell ages from earlier scans')
    .option('--data <folder>', 'where it is recorded (default: ~/.local/share/driftage)')
}

type MemoryFlags = ReturnType<ReturnType<typeof memoryFlags>['opts']>

function readMemory({ remember, data }: MemoryFlags): Pick<ScanArguments, 'remember'> {
  if (remember === true) return { remember: data === undefined ? {} : { data } }
  if (data === undefined) return {}
  throw new DriftageError(
    'DRF1007',
    '--data says where to remember. Add --remember, or leave it out. Nothing was read.',
  )
}

type ScanFlags = SourceFlags & ComparisonFlags & MemoryFlags & ReportFlags & ClusterFlags & TalkFlags

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['a folder of manifests against the current context', 'deploy/'],
  ['a chart as released, in its namespace', 'charts/shop --release shop -f values-prod.yaml -n shop'],
  ['what a branch says, without checking it out', '--git https://git.example/shop.git --ref main --path deploy'],
  ['in CI: fail on high and critical only, annotate the pull request', 'deploy/ --fail-on high -o github'],
  ['manifests from another tool', '- --context prod-eu < rendered.yaml'],
]
