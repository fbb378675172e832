import type { OpenStore } from '../../adapters/sql/open-store.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { Instant } from '../../model/instant.ts'

/** Up to where a memory has seen an archive. */
export interface ReplayPosition {
  /** Id of the archive. */
  readonly archive: string
  /** Events that are taken, or may be: what was told of last is looked at again, never told twice. */
  readonly events: number
  /** Where its clock stands, moved by {@link movedBy}. */
  readonly at: Instant
  /** Milliseconds by which all times of the archive are moved for this memory. */
  readonly movedBy: number
}

const SETTING = 'replay'

/** Undefined for a new memory. @throws DriftageError DRF5406 where it has seen another archive */
export async function replayPosition(store: OpenStore, archive: string): Promise<ReplayPosition | undefined> {
  const said = (await store.settings.get(SETTING)) as ReplayPosition | undefined
  if (said === undefined || said.archive === archive) return said
  throw new DriftageError(
    'DRF5406',
    'This data folder remembers another archive. Name another folder with --data, or remove this one. Nothing was changed.',
  )
}

export function saveReplayPosition(store: OpenStore, position: ReplayPosition): Promise<void> {
  return store.settings.set(SETTING, { ...position })
}
