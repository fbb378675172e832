import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { openStore, type OpenStore, type StoreOptions, type StorePlace } from '../adapters/sql/open-store.ts'
import { readSecret } from '../config/read-secret.ts'
import { DriftageError } from '../errors/driftage-error.ts'
import type { Fence } from '../ledger/ports.ts'
import type { ChainVerdict } from '../ledger/verify-chain.ts'
import type { DatabaseArguments } from '../surfaces/cli/arguments/db.ts'
import type { VerifyArguments } from '../surfaces/cli/arguments/ledger/verify.ts'
import type { StoreChoice, UrlPlace } from '../surfaces/cli/arguments/store-flags.ts'
import type { DatabaseAnswer } from '../surfaces/cli/store-answer.ts'
import { keyFile, STORE_FOLDER, usualDataFolder } from './service/data-folder.ts'

/** @throws DriftageError DRF50xx, DRF6050, DRF1213 */
export function verifyCommand({ store }: VerifyArguments, options: StoreOptions = {}): Promise<ChainVerdict> {
  return withStore(store, 'there', options, ({ operations }) => operations.verify())
}

/**
 * What `driftage db` does. The folder of an embedded store takes one process at a time; a server takes many, so what must not
 * happen while a service writes looks at its leases.
 *
 * @throws DriftageError DRF50xx, DRF5201, DRF6050, DRF1213
 */
export async function databaseCommand(asked: DatabaseArguments, options: StoreOptions = {}): Promise<DatabaseAnswer> {
  const { store: choice } = asked
  const key = keyFile(folderOf(choice))
  switch (asked.verb) {
    case 'migrate':
      return withStore(choice, 'there', options, async ({ migrated }) => ({ did: 'migrated', steps: migrated }))
    case 'check':
      return withStore(choice, 'there', options, async ({ operations }) => ({
        did: 'checked',
        ...(await operations.check()),
      }))
    case 'backup': {
      const file = resolve(asked.file)
      await withStore(choice, 'there', options, ({ operations }) => operations.backup(file))
      return { did: 'backed-up', file, key }
    }
    case 'restore': {
      const file = resolve(asked.file)
      const rows = await withStore(choice, 'made', options, ({ operations }) => operations.restore(file))
      return { did: 'restored', rows, key }
    }
    case 'move':
      return { did: 'moved', rows: await move(choice, asked.to, options), key }
  }
}

function move(from: StoreChoice, to: StoreChoice, options: StoreOptions): Promise<number> {
  return withStore(from, 'there', options, (source) =>
    withStore(to, 'made', options, (target) =>
      // Whatever a service wrote to the old store after the copy would be lost.
      whileNobodyWrites(source, () => source.operations.copyTo(target.operations)),
    ),
  )
}

async function withStore<T>(
  choice: StoreChoice,
  expected: 'there' | 'made',
  options: StoreOptions,
  work: (store: OpenStore) => Promise<T>,
): Promise<T> {
  const place = await placeOf(choice)
  if (expected === 'there' && place.kind === 'embedded' && !existsSync(place.folder)) throw noStore(folderOf(choice))
  const store = await openStore(place, options)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function placeOf(choice: StoreChoice): Promise<StorePlace> {
  if (choice.kind === 'embedded') return { kind: 'embedded', folder: join(folderOf(choice), STORE_FOLDER) }
  return { kind: 'postgres', url: await urlAt(choice.url) }
}

function urlAt(place: UrlPlace): Promise<string> {
  switch (place.from) {
    case 'text':
      return Promise.resolve(place.text)
    case 'file':
      return readSecret({ from: 'file', path: resolve(place.file) }, process.env)
    case 'environment':
      return readSecret({ from: 'environment', name: place.name }, process.env)
  }
}

/** Where the key lies: with a server, in the data folder of the service on this machine. */
function folderOf(choice: StoreChoice): string {
  return choice.kind === 'embedded' && choice.data !== undefined ? resolve(choice.data) : usualDataFolder()
}

const HELD_MS = 30_000

/** Holds the leases of all clusters, so that a service that writes is told of and one that starts waits. */
async function whileNobodyWrites<T>({ leases, reads }: OpenStore, work: () => Promise<T>): Promise<T> {
  const owner = `${process.pid}-${randomUUID()}`
  const held: Fence[] = []
  const clusters = (await reads.clusters()).map(({ name }) => name)
  const takeAll = async (): Promise<void> => {
    for (const cluster of clusters) {
      const fence = await leases.acquire(cluster, owner, Date.now(), HELD_MS)
      if (fence === undefined) throw written(cluster)
      held.push(fence)
    }
  }
  let lost: unknown
  try {
    await takeAll()
    const renewing = setInterval(() => void takeAll().catch((error: unknown) => (lost ??= error)), HELD_MS / 3)
    const done = await work().finally(() => clearInterval(renewing))
    if (lost !== undefined) throw lost
    return done
  } finally {
    for (const fence of held) await leases.release(fence)
  }
}

function written(cluster: string): DriftageError {
  return new DriftageError(
    'DRF5201',
    `A service writes about the cluster ${cluster} now, or did within the last half minute. Stop it, and try again. The store that was to be moved is as it was.`,
  )
}

function noStore(folder: string): DriftageError {
  return new DriftageError(
    'DRF6050',
    'There is no ledger in this data folder. Name one with --data, or a database with --postgres-url-file. Nothing was read or changed.',
    { place: folder },
  )
}
