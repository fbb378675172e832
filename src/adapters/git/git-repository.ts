import type { PastCommit, RepositoryPast, SourceTree } from '../../desired/source-tree.ts'
import { CommitTree } from './commit-tree.ts'
import { type GitAnswer, type GitCall, runGit } from './git-program.ts'

/** Room for the list of files of a very large repository. */
const MAX_LISTING = 256 * 1024 * 1024
const LOCAL_TIMEOUT_MS = 60_000

/** How blobs that a partial clone lacks are fetched. */
export type FetchBlobs = (ids: readonly string[]) => Promise<void>

export interface RepositoryOptions {
  /** Folder of the repository. */
  readonly folder: string
  /** Without credentials; stands in errors. */
  readonly place: string
  readonly config: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  /** Undefined for repositories that hold all they should. */
  readonly fetchBlobs?: FetchBlobs
}

/** A repository whose objects are read; nothing is ever written to it, and nothing is fetched but by `fetchBlobs`. */
export class GitRepository {
  readonly options: RepositoryOptions

  constructor(options: RepositoryOptions) {
    this.options = options
  }

  run(args: readonly string[], more: Partial<GitCall> = {}): Promise<GitAnswer> {
    const { folder, place, config, environment } = this.options
    const base = { cwd: folder, place, config, timeoutMs: LOCAL_TIMEOUT_MS, maxBytes: MAX_LISTING }
    return runGit({ ...base, ...(environment === undefined ? {} : { environment }), args, ...more })
  }

  /** The commit that a name stands for. Throws DRF2032. */
  async resolve(revision: string): Promise<string> {
    const { stdout } = await this.run(['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`])
    return stdout.toString('latin1').trim()
  }

  treeAt(commit: string): SourceTree {
    return new CommitTree(this, commit)
  }

  /** @param head commit whose past is meant */
  pastOf(head: string): RepositoryPast {
    return {
      commits: (paths, limit) => this.#commits(head, paths, limit),
      // A commit can only come from `commits` or from an engine's status: a full id, never a name.
      treeAt: async (commit) => this.treeAt(await this.resolve(commit)),
    }
  }

  async #commits(head: string, paths: readonly string[], limit: number): Promise<readonly PastCommit[]> {
    const named = paths.includes('') ? [] : paths
    const { stdout } = await this.run([
      'rev-list',
      '--timestamp',
      `--max-count=${limit}`,
      '--end-of-options',
      head,
      '--',
      ...named,
    ])
    return stdout
      .toString('latin1')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [seconds, id] = line.split(' ') as [string, string]
        return { id, time: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') }
      })
  }
}
