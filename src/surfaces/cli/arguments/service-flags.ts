import { Command } from '@commander-js/extra-typings'

/** Whose ledger to ask. */
export interface ServiceArguments {
  /** Origin of a service; absent = the one on this machine, found by its data folder. */
  readonly server?: string
  /** Where its token comes from; absent = from the data folder, for the service on this machine. */
  readonly token?: { readonly from: 'file'; readonly file: string } | { readonly from: 'environment' }
  /** Folder of the service on this machine; absent = the usual one. */
  readonly data?: string
}

/** A token never stands on the command line, where every process can read it. */
export function serviceFlags() {
  return new Command()
    .optionsGroup('Service:')
    .option('--server <url>', 'service to ask; DRIFTAGE_SERVER says the same; without, the one on this machine')
    .option('--token-file <file>', 'file with the token of that service; DRIFTAGE_TOKEN may hold the token itself')
    .option('--data <folder>', 'data folder of the service on this machine')
}

export type ServiceFlags = ReturnType<ReturnType<typeof serviceFlags>['opts']>

export function readService(flags: ServiceFlags, environment: NodeJS.ProcessEnv): ServiceArguments {
  const server = flags.server ?? nonEmpty(environment['DRIFTAGE_SERVER'])
  const token = tokenChoice(flags.tokenFile, environment)
  return {
    ...(server === undefined ? {} : { server }),
    ...(token === undefined ? {} : { token }),
    ...(flags.data === undefined ? {} : { data: flags.data }),
  }
}

function tokenChoice(file: string | undefined, environment: NodeJS.ProcessEnv): ServiceArguments['token'] {
  if (file !== undefined) return { from: 'file', file }
  return nonEmpty(environment['DRIFTAGE_TOKEN']) === undefined ? undefined : { from: 'environment' }
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
