import { createHash, randomBytes } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { has } from './commit-graph.ts'
import type { RemoteRepository } from './git-address.ts'
import { runGit } from './git-program.ts'
import { GitRepository } from './git-repository.ts'
import { isCommitId, RemoteServer } from './remote-server.ts'

export interface CloneOptions {
  /** Clones are kept here, one folder per URL. */
  readonly cacheFolder: string
  /** Transports that may be used. */
  readonly protocols: string
  /** For one answer of the server. */
  readonly timeoutMs: number
}

/**
 * Opens a remote repository at a revision: a bare clone without blobs, kept under `cacheFolder` and brought up to date
 * for this revision only. Files are fetched when they are read, all of one reading together.
 *
 * @param known commit that the server gave for the revision just now; what is there already is not fetched
 * @throws DriftageError DRF203x
 */
export async function openPartialClone(
  remote: RemoteRepository,
  revision: string,
  options: CloneOptions,
  known: string | undefined = isCommitId(revision) ? revision : undefined,
): Promise<{ readonly repository: GitRepository; readonly commit: string }> {
  const folder = await cloneFolder(remote, options.cacheFolder)
  const server = new RemoteServer(remote, folder, options)
  const repository = new GitRepository({
    folder,
    place: remote.url,
    config: {},
    // Its config is ours alone; nobody's settings apply to reading what is there already.
    environment: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    fetchBlobs: (ids) => server.fetchBlobs(ids),
  })
  const commit = await inTurn(folder, async () => {
    if (known !== undefined && (await has(repository, known))) return known
    const local = localRef(revision)
    await server.fetchRevision(revision, local)
    return repository.resolve(local)
  })
  return { repository, commit }
}

/** The server of a remote repository, for questions that fetch nothing. */
export async function serverOf(remote: RemoteRepository, options: CloneOptions): Promise<RemoteServer> {
  return new RemoteServer(remote, await cloneFolder(remote, options.cacheFolder), options)
}

const last = new Map<string, Promise<unknown>>()

/** Two fetches into one clone would refuse each other's lock, and the second one mostly finds all that it needs. */
async function inTurn<T>(folder: string, run: () => Promise<T>): Promise<T> {
  const turn = (last.get(folder) ?? Promise.resolve()).then(run, run)
  last.set(folder, turn)
  try {
    return await turn
  } finally {
    if (last.get(folder) === turn) last.delete(folder)
  }
}

/** Each revision that is asked for has a ref of its own, so that two readers of one clone do not move each other's. */
function localRef(revision: string): string {
  return `refs/driftage/${hash(revision)}`
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** Made beside its place and renamed, so that a clone is either whole or not there. */
async function cloneFolder(remote: RemoteRepository, cacheFolder: string): Promise<string> {
  const folder = join(cacheFolder, `${hash(remote.url)}.git`)
  if (await exists(join(folder, 'HEAD'))) return folder
  const draft = `${folder}.${randomBytes(6).toString('hex')}`
  await mkdir(draft, { recursive: true, mode: 0o700 })
  const call = { cwd: draft, place: remote.url, timeoutMs: 30_000, maxBytes: 100_000 }
  await runGit({ ...call, args: ['init', '--quiet', '--bare', '--template='] })
  const settings = [
    ['core.repositoryFormatVersion', '1'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.partialclonefilter', 'blob:none'],
  ]
  for (const [name, value] of settings)
    await runGit({ ...call, args: ['config', '--local', name as string, value as string] })
  // Another process may have been quicker; its clone is as good.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true, force: true }))
  return folder
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
