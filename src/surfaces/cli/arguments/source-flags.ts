import { Command, Option } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { repeated } from './flag-values.ts'

/** What Git says: where to read it and how to render it. */
export interface SourceArguments {
  /** Never empty for commands that compare. In the order given; `git` last. */
  readonly sources: readonly SourceArgument[]
  readonly helm: HelmArguments
  /** Folder of native `helm` and `kustomize` binaries to use in place of the built-in renderer. */
  readonly renderWith?: string
}

export type SourceArgument =
  | { readonly kind: 'stdin' }
  | { readonly kind: 'path'; readonly path: string }
  /** A repository (URL or path) read at a revision, not from its working tree. `folder` is `.` for all of it. */
  | { readonly kind: 'git'; readonly repository: string; readonly revision: string; readonly folder: string }

/** Settings for charts among the sources; nothing where all are empty. */
export interface HelmArguments {
  readonly release?: string
  readonly values: readonly string[]
  readonly set: readonly string[]
  readonly setString: readonly string[]
}

export function gitFlags() {
  return new Command()
    .optionsGroup('Git:')
    .option('--git <repository>', 'read from a Git repository (URL or path) at a revision')
    .option('--ref <revision>', 'branch, tag or commit (default: HEAD)')
    .addOption(manyTimes('--path <folder>', 'folder in the repository; may be repeated (default: all of it)'))
}

export function chartFlags() {
  return new Command()
    .optionsGroup('Rendering:')
    .option('--release <name>', 'release name of the chart')
    .addOption(manyTimes('-f, --values <file>', 'values file of the chart; may be repeated, later ones win'))
    .addOption(manyTimes('--set <key=value>', 'single value of the chart, as in helm; may be repeated'))
    .addOption(manyTimes('--set-string <key=value>', 'as --set, always a string; may be repeated'))
    .option('--render-with <folder>', 'use the helm and kustomize binaries of this folder (default: built in)')
}

function manyTimes<const Flags extends string>(flags: Flags, description: string) {
  return new Option(flags, description).argParser(repeated)
}

type GitFlags = ReturnType<ReturnType<typeof gitFlags>['opts']>
export type ChartFlags = ReturnType<ReturnType<typeof chartFlags>['opts']>
export type SourceFlags = GitFlags & ChartFlags

/** @throws DriftageError DRF1007 where flags do not go together. */
export function readSources(operands: readonly string[], flags: SourceFlags): SourceArguments {
  const sources = [...operands.map(operandSource), ...gitSources(flags)]
  refuseTwice(operands)
  refuseChartFlags(sources, flags)
  return {
    sources,
    helm: {
      ...(flags.release === undefined ? {} : { release: flags.release }),
      values: flags.values ?? [],
      set: flags.set ?? [],
      setString: flags.setString ?? [],
    },
    ...(flags.renderWith === undefined ? {} : { renderWith: flags.renderWith }),
  }
}

function operandSource(operand: string): SourceArgument {
  // It is not repeated, since people put passwords into URLs.
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(operand)) {
    throw new DriftageError('DRF1004', 'A source is a path, and a URL was given. Name a repository with --git.')
  }
  return operand === '-' ? { kind: 'stdin' } : { kind: 'path', path: operand }
}

function gitSources(flags: GitFlags): readonly SourceArgument[] {
  const { git: repository, ref, path = [] } = flags
  if (repository === undefined) {
    const lonely = ref !== undefined ? '--ref' : path.length > 0 ? '--path' : undefined
    if (lonely !== undefined) {
      throw new DriftageError(
        'DRF1007',
        `${lonely} says where in a repository to look, and no repository was named. Add --git.`,
      )
    }
    return []
  }
  const folders = path.length > 0 ? path : ['.']
  return folders.map((folder) => ({ kind: 'git', repository, revision: ref ?? 'HEAD', folder }))
}

function refuseTwice(operands: readonly string[]): void {
  if (operands.filter((operand) => operand === '-').length > 1) {
    throw new DriftageError(
      'DRF1007',
      'Standard input (-) was named twice, and it can be read only once. Name it once.',
    )
  }
}

/** Whether a path holds a chart is known only when it is read; standard input never does. */
function refuseChartFlags(sources: readonly SourceArgument[], flags: ChartFlags): void {
  const flag = chartFlag(flags)
  if (flag === undefined || sources.some((source) => source.kind !== 'stdin')) return
  throw new DriftageError(
    'DRF1007',
    `${flag} belongs to a Helm chart, and standard input holds plain manifests. Drop it or name the chart.`,
  )
}

function chartFlag(flags: ChartFlags): string | undefined {
  if (flags.release !== undefined) return '--release'
  if (flags.values !== undefined) return '--values'
  if (flags.set !== undefined) return '--set'
  return flags.setString === undefined ? undefined : '--set-string'
}

export interface SourceNeed {
  /** What comes before a source on the command line. Default nothing. */
  readonly by?: string
  /** Whether standard input can be one. Default true. */
  readonly stdin?: boolean
}

/** Without a source nothing would be found, which must never look like "in sync". */
export function requireSources(
  desired: SourceArguments,
  command: string,
  { by = '', stdin = true }: SourceNeed = {},
): SourceArguments {
  if (desired.sources.length > 0) return desired
  const input = stdin ? ', - for standard input' : ''
  throw new DriftageError(
    'DRF1005',
    `${command} needs to know what Git says: ${by}a folder, a file, a chart, a kustomization${input}, or --git with a repository.`,
  )
}
