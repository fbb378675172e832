import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readArchiveFile } from '../adapters/archive/read-archive-file.ts'
import { DriftageError } from '../errors/driftage-error.ts'
import type { DemoArguments } from '../surfaces/cli/arguments/demo.ts'
import type { ReplayedLedger, Talk } from '../surfaces/cli/ports.ts'
import { replayInto } from './archive/replay-command.ts'
import { cacheFolder } from './cache-folder.ts'

const ARCHIVE = join('examples', 'demo', 'four-weeks.jsonl.gz')

/** Replays the archive that comes with driftage, told as if it ended at the first start. Needs neither cluster nor network. */
export async function runDemo({ replay }: DemoArguments, talk: Talk): Promise<ReplayedLedger> {
  const archive = await readArchiveFile(bundledArchive())
  // Another version of driftage brings another archive, which must not go into the memory of this one.
  const data = replay.data ?? join(cacheFolder(), 'demo', archive.header.id)
  return replayInto({ archive, choices: { ...replay, data }, endsAt: Date.now(), talk })
}

/** In `examples/demo` beside `dist` in the package, and at the root of the repository. */
export function bundledArchive(): string {
  let here = dirname(fileURLToPath(import.meta.url))
  for (let level = 0; level < 5; level++) {
    const candidate = join(here, ARCHIVE)
    if (existsSync(candidate)) return candidate
    here = dirname(here)
  }
  throw new DriftageError(
    'DRF4006',
    'The package has no examples/demo folder. Install driftage again; nothing else is affected.',
  )
}
