import { join, resolve } from 'node:path'
import { readArchiveFile } from '../../adapters/archive/read-archive-file.ts'
import { createLog } from '../../adapters/log/create-log.ts'
import { openStore, type StoreOptions } from '../../adapters/sql/open-store.ts'
import type { Archive } from '../../live/archive/entry.ts'
import { DAY, type Instant } from '../../model/instant.ts'
import type { ReplayArguments } from '../../surfaces/cli/arguments/replay.ts'
import type { ReplayChoices } from '../../surfaces/cli/arguments/replay-flags.ts'
import type { ReplayedLedger, Talk } from '../../surfaces/cli/ports.ts'
import { cacheFolder } from '../cache-folder.ts'
import { markKey, STORE_FOLDER } from '../service/data-folder.ts'
import { replay } from './replay.ts'

/** Replays a file. @throws DriftageError DRF5401 to DRF5406, DRF50xx */
export async function replayCommand(asked: ReplayArguments, talk: Talk): Promise<ReplayedLedger> {
  const archive = await readArchiveFile(resolve(asked.archive))
  return replayInto({ archive, choices: asked.replay, endsAt: undefined, talk })
}

export interface ReplayInto {
  readonly archive: Archive
  readonly choices: Pick<ReplayChoices, 'data' | 'speed'>
  /** As which moment the archive's last one is told; undefined = as itself. */
  readonly endsAt: Instant | undefined
  readonly talk: Pick<Talk, 'progress' | 'signal'>
  readonly store?: StoreOptions
}

/** Opens the memory of an archive, replays what it has not seen yet, and leaves it open. @throws DriftageError DRF5406, DRF50xx */
export async function replayInto({
  archive,
  choices,
  endsAt,
  talk,
  store: options,
}: ReplayInto): Promise<ReplayedLedger> {
  const { header } = archive
  const folder = resolve(choices.data ?? join(cacheFolder(), 'replay', header.id))
  const key = await markKey(folder)
  const store = await openStore({ kind: 'embedded', folder: join(folder, STORE_FOLDER) }, options)
  try {
    const replayed = await replay({
      archive,
      store,
      folder,
      key,
      log: createLog({ level: 'error' }),
      endsAt,
      speed: choices.speed,
      signal: talk.signal,
      progress: (at, from, until) => {
        talk.progress('Replaying, days', Math.floor((at - from) / DAY), Math.ceil((until - from) / DAY))
      },
    })
    const close = async (): Promise<void> => {
      await replayed.stop()
      await store.close()
    }
    const movedBy = replayed.movedBy
    return {
      reads: store.reads,
      now: replayed.now,
      close,
      folder,
      from: header.from + movedBy,
      until: archive.until + movedBy,
      continuedFrom: replayed.continuedFrom,
      damagedAt: archive.damagedAt,
      isWhole: replayed.isWhole,
      isStretched: header.times === 'stretched',
    }
  } catch (error) {
    await store.close()
    throw error
  }
}
