import process from 'node:process'
import { connectService } from '../adapters/service/connect-service.ts'
import { serviceAddress } from '../adapters/service/service-address.ts'
import { readTokenFile } from '../adapters/service/token-file.ts'
import { DriftageError } from '../errors/driftage-error.ts'
import { openServiceLedger } from '../surfaces/api/service-client.ts'
import type { ServiceArguments } from '../surfaces/cli/arguments/service-flags.ts'
import type { Talk } from '../surfaces/cli/ports.ts'
import type { OpenedLedger } from '../surfaces/shown-ledger.ts'
import { announcedService, usualDataFolder } from './service/data-folder.ts'

/**
 * Opens the memory of the service that was named, else of the one on this machine, else the store that it left, while no
 * service holds it. @throws DriftageError DRF60xx, DRF50xx
 */
export async function openLedger(asked: ServiceArguments, talk: Talk): Promise<OpenedLedger> {
  const { server } = asked
  if (server !== undefined) return overHttp(serviceAddress(server), await tokenOf(asked), talk)
  const folder = asked.data ?? usualDataFolder()
  const local = await announcedService(folder)
  if (local === undefined) return leftBehind(folder)
  try {
    return await overHttp(serviceAddress(local.origin), local.token, talk)
  } catch (error) {
    // It announced itself and died since: what it left behind says nothing.
    if (error instanceof DriftageError && error.code === 'DRF6051') return leftBehind(folder)
    throw error
  }
}

async function leftBehind(folder: string): Promise<OpenedLedger> {
  const { ownLedger } = await import('./service/own-ledger.ts')
  const own = await ownLedger(folder)
  if (own === undefined) throw noLedger(folder)
  return own
}

async function overHttp(address: URL, token: string, talk: Talk): Promise<OpenedLedger> {
  const http = connectService({ address, token, log: (line) => talk.debug(line) })
  try {
    return await openServiceLedger(http, Date.now)
  } catch (error) {
    await http.close()
    throw error
  }
}

async function tokenOf({ token }: ServiceArguments): Promise<string> {
  if (token?.from === 'file') return readTokenFile(token.file)
  const text = token?.from === 'environment' ? (process.env['DRIFTAGE_TOKEN'] ?? '').trim() : ''
  if (text !== '') return text
  throw new DriftageError(
    'DRF6053',
    'No token was given for this service. Give --token-file FILE, or the token in DRIFTAGE_TOKEN. Nothing was sent.',
  )
}

function noLedger(folder: string): DriftageError {
  return new DriftageError(
    'DRF6050',
    'No service was named, and none runs on this machine with this data folder. Name one with --server URL and --token-file FILE. Nothing was read or changed.',
    { place: folder },
  )
}
