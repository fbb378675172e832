import type { OpenSource, Repositories } from './source-tree.ts'

/** Repositories that are looked at again and again. */
export interface WatchedRepositories extends Repositories {
  /**
   * What a branch or tag stands for now, asked without fetching anything.
   * Throws DRF203x where the repository cannot be asked; a name that it does not have is an answer.
   */
  head(repository: string, revision: string): Promise<RepositoryHead>
  /**
   * As {@link Repositories.open}, with the graph of commits around it.
   * @param known commit that `head` just gave; where it is there already, nothing is fetched
   */
  openCommit(repository: string, revision: string, folder: string, known?: string): Promise<OpenCommit>
}

export interface RepositoryHead {
  /** Undefined where the repository has no such branch or tag. */
  readonly commit: string | undefined
  /** Name of the branch that the repository shows by default; undefined where it does not say. */
  readonly defaultBranch: string | undefined
}

export interface OpenCommit extends OpenSource {
  readonly graph: CommitGraph
}

/** How commits of one repository lie to each other. Failures throw `DriftageError`. */
export interface CommitGraph {
  /** False also where `older` is gone from the repository. */
  isAncestor(older: string, newer: string): Promise<boolean>
  /** Full id of a commit that is there, by full or shortened id; undefined where there is none. */
  find(id: string): Promise<string | undefined>
  /**
   * What stands at each path of a commit, as one text per path: equal texts mean equal content below the path. `''` is the
   * whole tree. Nothing is fetched for it.
   */
  identities(commit: string, paths: readonly string[]): Promise<readonly string[]>
}
