import { createHash, randomBytes } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { RemoteRepository } from './git-address.ts'
import { runGit } from './git-program.ts'
import { GitRepository } from './git-repository.ts'
import { remoteConfig } from './remote-config.ts'

const NETWORK_TIMEOUT_MS = 120_000
const MAX_ANSWER = 64 * 1024 * 1024

/**
 * Opens a remote repository at a revision: a bare clone without blobs, kept under `cacheFolder` and brought up to date
 * for this revision only. Files are fetched when they are read, all of one reading together.
 *
 * @throws DriftageError DRF203x
 */
export async function openPartialClone(
  remote: RemoteRepository,
  revision: string,
  cacheFolder: string,
  protocols: string,
): Promise<{ readonly repository: GitRepository; readonly commit: string }> {
  const folder = await cloneFolder(remote, cacheFolder)
  const network = new Network(remote, folder, protocols)
  const repository = new GitRepository({
    folder,
    place: remote.url,
    config: {},
    // Its config is ours alone; nobody's settings apply to reading what is there already.
    environment: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
    fetchBlobs: (ids) => network.fetchBlobs(ids),
  })
  const local = localRef(revision)
  await network.fetchRevision(revision, local)
  return { repository, commit: await repository.resolve(local) }
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

/** What is asked of the server. */
class Network {
  readonly #remote: RemoteRepository
  readonly #folder: string
  readonly #protocols: string

  constructor(remote: RemoteRepository, folder: string, protocols: string) {
    this.#remote = remote
    this.#folder = folder
    this.#protocols = protocols
  }

  async fetchRevision(revision: string, into: string): Promise<void> {
    if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)) return this.#fetchCommit(revision, into)
    const name = await this.#fullName(revision)
    await this.#run([...FETCH, '--force', '--filter=blob:none', '--end-of-options', 'origin', `+${name}:${into}`])
  }

  /** Servers may refuse to give a commit by its id; then it is looked for in all branches. */
  async #fetchCommit(id: string, into: string): Promise<void> {
    try {
      await this.#run([...FETCH, '--filter=blob:none', '--end-of-options', 'origin', `+${id}:${into}`])
    } catch (error) {
      if (!(error instanceof DriftageError) || (error.code !== 'DRF2032' && error.code !== 'DRF2039')) throw error
      await this.#run([
        ...FETCH,
        '--force',
        '--filter=blob:none',
        '--end-of-options',
        'origin',
        '+refs/heads/*:refs/driftage/heads/*',
      ])
      await this.#run(['update-ref', into, id])
    }
  }

  async #fullName(revision: string): Promise<string> {
    const names =
      revision === 'HEAD' || revision.startsWith('refs/')
        ? [revision]
        : [`refs/heads/${revision}`, `refs/tags/${revision}`]
    const { stdout } = await this.#run(['ls-remote', '--quiet', '--end-of-options', 'origin', ...names])
    const found = stdout
      .toString('utf8')
      .split('\n')
      .map((line) => line.split('\t')[1])
    const name = names.find((one) => found.includes(one))
    if (name !== undefined) return name
    const text = `The repository has no branch or tag ${revision}. Check the name and that it was pushed. Nothing was read.`
    throw new DriftageError('DRF2032', text, { place: this.#remote.url })
  }

  /** As git itself fetches what a partial clone lacks, but all at once. */
  async fetchBlobs(ids: readonly string[]): Promise<void> {
    const args = ['-c', 'fetch.negotiationAlgorithm=noop', ...FETCH, '--filter=blob:none', '--stdin', 'origin']
    await this.#run(args, `${ids.join('\n')}\n`)
  }

  #run(args: readonly string[], input?: string) {
    const { config, environment } = remoteConfig(this.#remote)
    return runGit({
      cwd: this.#folder,
      place: this.#remote.url,
      args,
      config,
      environment,
      protocols: this.#protocols,
      timeoutMs: NETWORK_TIMEOUT_MS,
      maxBytes: MAX_ANSWER,
      ...(input === undefined ? {} : { input }),
    })
  }
}

const FETCH = [
  'fetch',
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--recurse-submodules=no',
  '--no-auto-maintenance',
]
