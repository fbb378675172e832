import { realpath, stat } from 'node:fs/promises'
import { dirname, relative, sep } from 'node:path'
import type { Repositories, WorkingCopy } from '../../desired/source-tree.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { OpenCommit } from '../../desired/watched-repositories.ts'
import { commitGraph } from './commit-graph.ts'
import { checkFolder, checkRevision, gitAddress } from './git-address.ts'
import { GitRepository } from './git-repository.ts'
import { type CloneOptions, openPartialClone } from './partial-clone.ts'

export interface RepositoriesOptions {
  /** Where clones are kept from run to run, one folder per URL; made when needed. */
  readonly cacheFolder: string
  /** Clones `file:` URLs instead of reading them in place. For tests. Default: false. */
  readonly fileUrls?: boolean
  /** How long a server may take to hand over what it is asked for, in ms. Default: 120,000; for names alone at most 30,000. */
  readonly timeoutMs?: number
}

/** Repositories read by the system's git. */
export function gitRepositories(options: RepositoriesOptions): Repositories {
  return { describe, open: (address, revision, folder) => openCommit(options, address, revision, folder) }
}

/** @param known commit that the revision is known to be now: where it is there already, no server is asked */
export async function openCommit(
  options: RepositoriesOptions,
  address: string,
  revision: string,
  folder: string,
  known?: string,
): Promise<OpenCommit> {
  const at = checkFolder(folder)
  const name = checkRevision(revision)
  const where = gitAddress(address, { file: options.fileUrls ?? false })
  if (where.kind === 'local') {
    const repository = await repositoryInPlace(where.path)
    return opened(repository, await repository.resolve(name), at)
  }
  const { repository, commit } = await openPartialClone(where, name, cloneOptions(options), known)
  return opened(repository, commit, at)
}

export function cloneOptions({
  cacheFolder,
  fileUrls = false,
  timeoutMs = 120_000,
}: RepositoriesOptions): CloneOptions {
  return { cacheFolder, timeoutMs, protocols: fileUrls ? 'https:ssh:file' : 'https:ssh' }
}

function opened(repository: GitRepository, commit: string, folder: string): OpenCommit {
  const [tree, past] = [repository.treeAt(commit), repository.pastOf(commit)]
  return { tree, folder, revision: commit, dirty: false, past, graph: commitGraph(repository) }
}

/**
 * Reads a repository of this machine where it lies, also one of another user: a person named it, only its objects are
 * read, and of its settings none that runs a program is reached.
 */
export async function repositoryInPlace(path: string): Promise<GitRepository> {
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined) {
    throw new DriftageError('DRF2000', `There is no repository at ${path}. Check the path. Nothing was read.`, {
      place: path,
    })
  }
  return new GitRepository({
    folder: real,
    place: path,
    config: { 'safe.directory': real },
    // The repository at this path, and not one that happens to be above it.
    environment: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: dirname(real) },
  })
}

/**
 * Asks Git about a path under the person's own settings: a repository of another user is then not trusted and reads as
 * none, since `status` may run filters that its config names.
 */
async function describe(path: string): Promise<WorkingCopy | undefined> {
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined) return undefined
  const folder = (await stat(real)).isDirectory() ? real : dirname(real)
  const repository = new GitRepository({ folder, place: path, config: {} })
  const root = await rootOf(repository)
  if (root === undefined) return undefined
  const inside = relative(root, real).split(sep).join('/')
  const [revision, dirty] = await Promise.all([
    repository.resolve('HEAD').catch(ifCoded('')),
    // Where Git cannot say, the folder counts as changed: a commit is only claimed for what is exactly that commit.
    repository.run(statusOf(root, inside)).then(({ stdout }) => stdout.length > 0, ifCoded(true)),
  ])
  const past = revision === '' ? NO_PAST : new GitRepository({ folder: root, place: path, config: {} }).pastOf(revision)
  return { root, revision, dirty, past }
}

function statusOf(root: string, folder: string): readonly string[] {
  const options = ['--porcelain=v1', '-z', '--untracked-files=all', '--ignore-submodules=all', '--no-renames']
  return ['-C', root, 'status', ...options, ...(folder === '' ? [] : ['--', folder])]
}

async function rootOf(repository: GitRepository): Promise<string | undefined> {
  const answer = await repository.run(['rev-parse', '--show-toplevel']).catch(ifCoded(undefined))
  const root = answer?.stdout.toString('utf8').replace(/\n$/, '')
  return root === undefined || root === '' ? undefined : realpath(root)
}

const NO_PAST: WorkingCopy['past'] = {
  commits: async () => [],
  treeAt: async (commit) => {
    throw new DriftageError('DRF2032', `There is no commit ${commit}. Nothing was read.`)
  },
}

function ifCoded<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof DriftageError) return value
    throw error
  }
}
