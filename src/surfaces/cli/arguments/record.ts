import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { examples } from './examples.ts'
import { addFlags } from './flag-group.ts'
import { durationMs } from './flag-values.ts'
import type { Found, Surroundings } from './invocation.ts'
import { readTalk, type TalkArguments, type TalkFlags, talkFlags } from './output-flags.ts'
import { type ServeFrom, withoutStdin } from './serve.ts'
import { chartFlags, gitFlags, readSources, type SourceArguments, type SourceFlags } from './source-flags.ts'

export interface RecordArguments {
  /** What a service would watch. */
  readonly from: ServeFrom
  /** Which cluster of a file; absent = its only one. */
  readonly cluster?: string
  readonly archive: string
  readonly overwrite: boolean
  /** Absent = until it is interrupted. */
  readonly forMs?: number
  /** Absent = the one of the file, if any. */
  readonly auditFile?: string
  readonly talk: TalkArguments
}

function recordFlags() {
  return new Command()
    .optionsGroup('Recording:')
    .option('-o, --output <file>', 'the archive to write, such as shop.jsonl.gz (required)')
    .option('--overwrite', 'replace the archive if it is there already')
    .addOption(
      new Option(
        '--for <duration>',
        'end after so long, such as 30m (default: when interrupted, with Ctrl-C)',
      ).argParser(durationMs),
    )
    .option('--audit-file <file>', 'audit log of the API server to follow: who changed what')
    .optionsGroup('Cluster:')
    .option('--config <file>', 'driftage.yaml: clusters and sources; without it, flags say all')
    .option('--kubeconfig <file>', 'kubeconfig to use; else the files in $KUBECONFIG, else ~/.kube/config')
    .option('--context <name>', 'context of the kubeconfig')
    .option('--cluster-name <name>', 'name of the cluster (default: the context); with --config, which one of the file')
    .option('-n, --namespace <name>', 'namespace of objects that name none')
    .option('--deployer <manager>', 'field manager that deploys from Git (default: found from the objects)')
    .option('--secrets', 'record the Secrets of the sources, too; of their values keyed digests only')
}

type RecordFlags = ReturnType<ReturnType<typeof recordFlags>['opts']> & SourceFlags & TalkFlags

export function addRecord(program: CommandUnknownOpts, { program: name }: Surroundings, found: Found): void {
  const command = program
    .command('record')
    .summary('write what happens in a cluster to an archive')
    .description(
      'Watch a cluster and its sources as the service does, and write all that it sees to an archive, for driftage replay: objects, changes, authors, and what the sources say. Values that could be secrets are replaced before anything is written. Ends after --for, or with Ctrl-C, and the archive is whole then. Changes nothing in the cluster.',
    )
    .argument('[source...]', 'folder or file of manifests, chart, kustomization')
  for (const group of [recordFlags(), gitFlags(), chartFlags(), talkFlags()]) addFlags(command, group)
  command.addHelpText('after', examples(EXAMPLES.map(([does, rest]) => [does, `${name} record ${rest}`])))
  command.action((operands, options) => {
    const flags = options as RecordFlags
    const { output, clusterName, auditFile } = flags
    const asked: RecordArguments = {
      from: readFrom(operands, flags),
      ...(flags.config === undefined || clusterName === undefined ? {} : { cluster: clusterName }),
      archive: output ?? refuseWithoutArchive(),
      overwrite: flags.overwrite === true,
      ...(flags.for === undefined || flags.for === 0 ? {} : { forMs: flags.for }),
      ...(auditFile === undefined ? {} : { auditFile }),
      talk: readTalk(flags),
    }
    found({ command: 'record', asked })
  })
}

function readFrom(operands: readonly string[], flags: RecordFlags): ServeFrom {
  const desired = readSources(operands, flags)
  const { config, kubeconfig, context, clusterName, namespace, deployer, secrets } = flags
  if (config === undefined) {
    return {
      kind: 'flags',
      desired: withoutStdin(requireAny(desired)),
      ...(kubeconfig === undefined ? {} : { kubeconfig }),
      ...(context === undefined ? {} : { context }),
      ...(clusterName === undefined ? {} : { clusterName }),
      ...(namespace === undefined ? {} : { namespace }),
      ...(deployer === undefined ? {} : { deployer }),
      // An archive holds no answers to dry-run creates.
      oracle: false,
      secrets: secrets === true,
    }
  }
  const given = { kubeconfig, context, namespace, deployer, secrets }
  const other = Object.entries(given).find(([, value]) => value !== undefined)?.[0]
  if (other === undefined && desired.sources.length === 0) return { kind: 'config', file: config }
  throw new DriftageError(
    'DRF1007',
    `${other === undefined ? 'A source' : `--${other}`} and --config exclude each other, since the file says all of it. Write it into the file. Nothing was recorded.`,
  )
}

function requireAny(desired: SourceArguments): SourceArguments {
  if (desired.sources.length > 0) return desired
  throw new DriftageError(
    'DRF1005',
    'record needs to know what Git says: a folder, a file, a chart, a kustomization, --git with a repository, or --config with a file. Nothing was recorded.',
  )
}

function refuseWithoutArchive(): never {
  throw new DriftageError(
    'DRF1005',
    'record needs to know where the archive goes: --output with a file, such as --output shop.jsonl.gz. Nothing was recorded.',
  )
}

const EXAMPLES: readonly (readonly [string, string])[] = [
  [
    'half an hour of a cluster, with authors',
    'deploy/ -o shop.jsonl.gz --for 30m --audit-file /var/log/kubernetes/audit.log',
  ],
  ['until Ctrl-C, from a repository', '--git https://git.example/shop.git --path deploy -o shop.jsonl.gz'],
  ['one cluster of a service', '--config driftage.yaml --cluster-name prod-eu -o prod-eu.jsonl.gz'],
]
