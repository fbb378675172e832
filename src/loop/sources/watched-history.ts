import { DriftageError } from '../../errors/driftage-error.ts'
import type { SourceManifest } from '../../model/desired-object.ts'
import type { SourceHistory } from '../scan-ports.ts'
import { revisionOf, type SourceReading } from './source-reading.ts'

/** How far back a pass looks, in commits that touched what the source reads. */
const DEPTH = 50

/**
 * The commits behind a desired state in use, listed once and read when asked for. Unlike a scan's history it has no time limit:
 * it lives as long as the state does.
 */
export function watchedHistory(
  reading: SourceReading,
  manifestsAt: (commit: string) => Promise<readonly SourceManifest[] | undefined>,
): SourceHistory | undefined {
  const { past } = reading.open
  if (past === undefined) return undefined
  let listed: Promise<readonly string[]> | undefined
  const list = async () => {
    const head = revisionOf(reading)
    // One more than wanted: the head is mostly among them.
    const commits = await past.commits(reading.read.roots, DEPTH + 1)
    return commits
      .map(({ id }) => id)
      .filter((id) => id !== head)
      .slice(0, DEPTH)
  }
  return {
    async commits() {
      listed ??= list()
      try {
        return await listed
      } catch (error) {
        listed = undefined
        // Failures read as "nothing known".
        if (error instanceof DriftageError) return []
        throw error
      }
    },
    manifestsAt,
  }
}
