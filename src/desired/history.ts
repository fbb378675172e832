import { DriftageError } from '../errors/driftage-error.ts'
import type { SourceManifest } from '../model/desired-object.ts'
import type { PastCommit, RepositoryPast, SourceTree } from './source-tree.ts'

/** The past of one source. Failures read as "nothing known", never as "there was nothing". */
export interface SourceHistory {
  /** Commits that changed the source, newest first, the head left out, at most 50. */
  commits(): Promise<readonly string[]>
  /** What the source said at a commit; undefined where the commit is not there, is not wholly readable, or time is up. */
  manifestsAt(commit: string): Promise<readonly SourceManifest[] | undefined>
}

export interface HistoryLimits {
  readonly commits: number
  /** From the first question on; what is asked later stays unanswered. */
  readonly milliseconds: number
}

export const DEFAULT_HISTORY_LIMITS: HistoryLimits = { commits: 50, milliseconds: 20_000 }

/**
 * @param head revision that was read, which is no past
 * @param roots parts of the tree that the source depends on
 * @param renderAt reads the source in the tree of an older commit
 */
export function sourceHistory(
  past: RepositoryPast,
  head: string,
  roots: readonly string[],
  renderAt: (tree: SourceTree) => Promise<readonly SourceManifest[] | undefined>,
  limits: HistoryLimits = DEFAULT_HISTORY_LIMITS,
): SourceHistory {
  let deadline: number | undefined
  let listed: Promise<readonly PastCommit[]> | undefined
  const isOver = () => {
    const now = performance.now()
    deadline ??= now + limits.milliseconds
    return now > deadline
  }
  return {
    async commits() {
      isOver()
      // One more than wanted: the head is mostly among them.
      listed ??= past.commits(roots, limits.commits + 1).catch(nothingKnown([]))
      const ids = (await listed).map(({ id }) => id).filter((id) => id !== head)
      return ids.slice(0, limits.commits)
    },
    async manifestsAt(commit) {
      if (isOver()) return undefined
      return past.treeAt(commit).then(renderAt).catch(nothingKnown(undefined))
    },
  }
}

function nothingKnown<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof DriftageError) return value
    throw error
  }
}
