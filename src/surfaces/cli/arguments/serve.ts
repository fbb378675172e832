import { Command, Option, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { examples } from './examples.ts'
import { addFlags } from './flag-group.ts'
import type { Found, Surroundings } from './invocation.ts'
import { readTalk, type TalkArguments, type TalkFlags, talkFlags } from './output-flags.ts'
import {
  chartFlags,
  gitFlags,
  readSources,
  requireSources,
  type SourceArguments,
  type SourceFlags,
} from './source-flags.ts'

export interface ServeArguments {
  readonly from: ServeFrom
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly talk: TalkArguments
}

/** What to watch: by a file, or all of it by flags. */
export type ServeFrom =
  | { readonly kind: 'config'; readonly file: string }
  | ({ readonly kind: 'flags'; readonly desired: SourceArguments } & ServeChoices)

export interface ServeChoices {
  readonly kubeconfig?: string
  readonly context?: string
  readonly clusterName?: string
  readonly namespace?: string
  readonly deployer?: string
  readonly data?: string
  readonly listen?: { readonly address: string; readonly port: number }
  readonly oracle: boolean
  readonly secrets: boolean
}

function serveFlags() {
  return new Command()
    .optionsGroup('Service:')
    .option('--config <file>', 'driftage.yaml: clusters, sources, rules, responses; without it, flags say all')
    .option('--data <folder>', 'where the memory is kept (default: ~/.local/share/driftage)')
    .option('--listen <address:port>', 'where the service answers (default: 127.0.0.1:8420)')
    .option('--kubeconfig <file>', 'kubeconfig to use; else the files in $KUBECONFIG, else ~/.kube/config')
    .option('--context <name>', 'context of the kubeconfig')
    .option('--cluster-name <name>', 'name of the cluster (default: the context)')
    .option('-n, --namespace <name>', 'namespace of objects that name none')
    .option('--deployer <manager>', 'field manager that deploys from Git (default: found from the objects)')
    .option('--oracle', 'ask the API server by dry-run creates (see driftage rbac --oracle)')
    .option('--secrets', 'compare Secrets, too; their values are kept as keyed digests only')
    .addOption(
      new Option('--log-level <level>', 'what is logged to stderr')
        .choices(['debug', 'info', 'warn', 'error'] as const)
        .default('info' as const),
    )
}

type ServeFlags = ReturnType<ReturnType<typeof serveFlags>['opts']> & SourceFlags & TalkFlags

export function addServe(program: CommandUnknownOpts, { program: name }: Surroundings, found: Found): void {
  const command = program
    .command('serve')
    .summary('watch clusters and sources, and remember')
    .description(
      'Watch clusters and sources for as long as it runs: every drift is recorded with its age, its author and what should happen about it. Changes nothing in any cluster.',
    )
    .argument('[source...]', 'folder or file of manifests, chart, kustomization')
  for (const group of [serveFlags(), gitFlags(), chartFlags(), talkFlags()]) addFlags(command, group)
  command.addHelpText('after', examples(EXAMPLES.map(([does, rest]) => [does, `${name} serve ${rest}`])))
  command.action((operands, options) => {
    const flags = options as ServeFlags
    found({
      command: 'serve',
      asked: { from: readFrom(operands, flags), logLevel: flags.logLevel, talk: readTalk(flags) },
    })
  })
}

function readFrom(operands: readonly string[], flags: ServeFlags): ServeFrom {
  const desired = readSources(operands, flags)
  if (flags.config === undefined) {
    const { listen } = flags
    return {
      kind: 'flags',
      desired: withoutStdin(requireSources(desired, 'serve', { stdin: false })),
      ...choices(flags),
      ...(listen === undefined ? {} : { listen: addressOf(listen) }),
      oracle: flags.oracle === true,
      secrets: flags.secrets === true,
    }
  }
  const other = NOT_BESIDE_CONFIG.find((flag) => flags[flag] !== undefined)
  if (other === undefined && desired.sources.length === 0) return { kind: 'config', file: flags.config }
  throw new DriftageError(
    'DRF1007',
    `${other === undefined ? 'A source' : `--${kebab(other)}`} and --config exclude each other, since the file says all of it. Write it into the file. Nothing was started.`,
  )
}

const NOT_BESIDE_CONFIG = [
  'data',
  'listen',
  'kubeconfig',
  'context',
  'clusterName',
  'namespace',
  'deployer',
  'oracle',
  'secrets',
] as const

function choices(flags: ServeFlags): Omit<ServeChoices, 'listen' | 'oracle' | 'secrets'> {
  const { kubeconfig, context, clusterName, namespace, deployer, data } = flags
  return {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    ...(clusterName === undefined ? {} : { clusterName }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(deployer === undefined ? {} : { deployer }),
    ...(data === undefined ? {} : { data }),
  }
}

/** @throws DriftageError DRF1007 */
export function withoutStdin(desired: SourceArguments): SourceArguments {
  if (desired.sources.every(({ kind }) => kind !== 'stdin')) return desired
  throw new DriftageError(
    'DRF1007',
    'Standard input cannot be watched, since it comes once. Name a folder, a file or --git. Nothing was started.',
  )
}

function addressOf(text: string): { readonly address: string; readonly port: number } {
  const parts = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(text)
  const port = Number(parts?.[3])
  if (parts !== null && port <= 65_535) return { address: parts[1] ?? (parts[2] || '127.0.0.1'), port }
  throw new DriftageError(
    'DRF1004',
    '--listen takes an address and a port, such as 127.0.0.1:8420 or [::1]:8420. Nothing was started.',
  )
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['a folder against the current context', 'deploy/'],
  ['a repository, followed as it moves', '--git https://git.example/shop.git --ref main --path deploy'],
  ['many clusters and sources', '--config driftage.yaml'],
]
