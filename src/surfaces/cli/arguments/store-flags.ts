import { Command } from '@commander-js/extra-typings'
import { DriftageError } from '../../../errors/driftage-error.ts'

/** A ledger to open itself, while no service holds it. The URL of a server may hold a password, so it is never an argument. */
export type StoreChoice =
  /** Data folder of a service; absent = the usual one. */
  { readonly kind: 'embedded'; readonly data?: string } | { readonly kind: 'postgres'; readonly url: UrlPlace }

/** Where the URL of a PostgreSQL database is. */
export type UrlPlace =
  | { readonly from: 'file'; readonly file: string }
  | { readonly from: 'environment'; readonly name: string }
  /** Written out, without a password: libpq’s ways to give one still count. */
  | { readonly from: 'text'; readonly text: string }

export function storeFlags() {
  return new Command()
    .optionsGroup('Store:')
    .option('--data <folder>', 'data folder of the service on this machine')
    .option('--postgres-url-file <file>', 'file with the URL of the database; DRIFTAGE_POSTGRES_URL may hold it')
}

export type StoreFlags = ReturnType<ReturnType<typeof storeFlags>['opts']>

/** @throws DriftageError DRF1007 */
export function readStore({ data, postgresUrlFile }: StoreFlags, environment: NodeJS.ProcessEnv): StoreChoice {
  if (data !== undefined && postgresUrlFile !== undefined) {
    throw new DriftageError('DRF1007', '--data and --postgres-url-file name two stores; name one.')
  }
  if (postgresUrlFile !== undefined) return { kind: 'postgres', url: { from: 'file', file: postgresUrlFile } }
  if (data !== undefined) return { kind: 'embedded', data }
  const name = 'DRIFTAGE_POSTGRES_URL'
  return (environment[name] ?? '') === ''
    ? { kind: 'embedded' }
    : { kind: 'postgres', url: { from: 'environment', name } }
}

/**
 * A store as one argument: a data folder, `file:PATH` or `env:NAME` for where the URL is, or the URL itself.
 *
 * @throws DriftageError DRF1007 where it holds a password, which every process on the machine could read
 */
export function readTarget(text: string): StoreChoice {
  if (text.startsWith('file:')) return { kind: 'postgres', url: { from: 'file', file: text.slice('file:'.length) } }
  if (text.startsWith('env:'))
    return { kind: 'postgres', url: { from: 'environment', name: text.slice('env:'.length) } }
  if (!/^postgres(ql)?:\/\//i.test(text)) return { kind: 'embedded', data: text }
  if (!holdsPassword(text)) return { kind: 'postgres', url: { from: 'text', text } }
  throw new DriftageError(
    'DRF1007',
    'The URL holds a password, which every process on this machine could read. Give file:PATH or env:NAME for where the URL is.',
  )
}

function holdsPassword(text: string): boolean {
  if (!URL.canParse(text)) return true
  const { password, searchParams } = new URL(text)
  return password !== '' || searchParams.has('password')
}
