import { existsSync } from 'node:fs'
import { access, constants, mkdir, readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { DriftageError } from '../../../errors/driftage-error.ts'

/** The `f_type` of file systems whose files lie on another machine. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x73757245, 'Coda'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'CephFS'],
  [0x47504653, 'GPFS'],
  [0x0bd00bd0, 'Lustre'],
])

/** Inside a data folder: the database. Beside it lies the lock. */
export function databaseFolder(folder: string): string {
  return join(folder, 'database')
}

/**
 * Makes the folder where it is not there, for its owner alone, and refuses what cannot hold a ledger.
 *
 * @throws DriftageError DRF5002, DRF5003
 */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw unusable(folder, `it cannot be made or written (${(error as NodeJS.ErrnoException).code})`)
  }
  await refuseNetwork(folder)
  if (existsSync(databaseFolder(folder))) return
  const strangers = (await readdir(folder)).filter((name) => !name.startsWith('driftage.lock'))
  if (strangers.length > 0) throw unusable(folder, `it holds other files, such as ${strangers[0]}`)
}

async function refuseNetwork(folder: string): Promise<void> {
  const kind = NETWORK.get((await statfs(folder)).type)
  if (kind === undefined) return
  throw new DriftageError(
    'DRF5003',
    `The folder ${folder} lies on a network file system (${kind}), where the embedded store would lose records. Use a local folder with --data, or keep the ledger on a PostgreSQL server. Nothing was read or changed.`,
    { place: folder },
  )
}

function unusable(folder: string, why: string): DriftageError {
  return new DriftageError(
    'DRF5002',
    `The folder ${folder} cannot hold the ledger: ${why}. Check the path and its rights, or name another folder with --data. Nothing was changed.`,
    { place: folder },
  )
}
