import { Command } from '@commander-js/extra-typings'

/** How objects of a cluster are compared. */
export interface ComparisonArguments {
  /** Name of the cluster in references; absent = the kubeconfig context. */
  readonly clusterName?: string
  /** Field manager whose writes count as Git's; absent = found from the objects. */
  readonly deployer?: string
  /** Never ask by dry-run, even if the rights are there. */
  readonly readOnly: boolean
}

export function comparisonFlags() {
  return new Command()
    .optionsGroup('Comparison:')
    .option('--cluster-name <name>', 'name of the cluster in the result (default: the context)')
    .option('--deployer <manager>', 'field manager that deploys from Git (default: found from the objects)')
    .option('--read-only', 'never ask the API server by dry-run, even with the rights to')
}

export type ComparisonFlags = ReturnType<ReturnType<typeof comparisonFlags>['opts']>

export function readComparison(flags: ComparisonFlags): ComparisonArguments {
  return {
    ...(flags.clusterName === undefined ? {} : { clusterName: flags.clusterName }),
    ...(flags.deployer === undefined ? {} : { deployer: flags.deployer }),
    readOnly: flags.readOnly === true,
  }
}
