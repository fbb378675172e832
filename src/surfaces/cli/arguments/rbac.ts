import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { type ClusterArguments, type ClusterFlags, clusterFlags, readCluster } from './cluster-flags.ts'
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

export interface RbacArguments {
  readonly desired: SourceArguments
  /** Asked for the names of resources (discovery) only. */
  readonly cluster: ClusterArguments
  /** Also the rights of dry-run, with the admission policy that lets this user do nothing else with them. */
  readonly oracle: boolean
  readonly talk: TalkArguments
}

function rbacFlags() {
  return new Command()
    .optionsGroup('Role:')
    .option('--oracle', 'with the rights of dry-run, and the admission policy that allows nothing but dry-run')
}

type RbacFlags = ReturnType<ReturnType<typeof rbacFlags>['opts']> & SourceFlags & ClusterFlags & TalkFlags

export function addRbac(program: CommandUnknownOpts, surroundings: Surroundings, found: Found): void {
  const { program: name, environment } = surroundings
  const command = program
    .command('rbac')
    .summary('print the exact role that these sources need')
    .description('Print, as YAML, the role that a scan of these sources needs: no wildcards, nothing that writes.')
    .argument('[source...]', 'as in scan')
  for (const group of [rbacFlags(), gitFlags(), chartFlags(), clusterFlags(), talkFlags()]) addFlags(command, group)
  command.addHelpText('after', examples([['look at it, then apply it', `${name} rbac deploy/ > role.yaml`]]))
  command.action((operands, options) => {
    const flags = options as RbacFlags
    const asked: RbacArguments = {
      desired: requireSources(readSources(operands, flags), 'rbac'),
      cluster: readCluster(flags, environment),
      oracle: flags.oracle === true,
      talk: readTalk(flags),
    }
    found({ command: 'rbac', asked })
  })
}
