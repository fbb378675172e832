import { DriftageError } from '../../errors/driftage-error.ts'
import type { RemoteRepository } from './git-address.ts'
import { runGit } from './git-program.ts'
import { remoteConfig } from './remote-config.ts'

/** Names are few and are asked for all the time; a server that takes longer for them is down. */
const NAMES_TIMEOUT_MS = 30_000
const MAX_ANSWER = 64 * 1024 * 1024

/** What a server says of a branch or tag; all undefined where it has none of this name. */
export interface NamedCommit {
  /** Full, such as `refs/heads/main`. */
  readonly name: string | undefined
  readonly commit: string | undefined
  /** Undefined where the server does not tell. */
  readonly defaultBranch: string | undefined
}

export function isCommitId(revision: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision)
}

export interface ServerOptions {
  readonly protocols: string
  readonly timeoutMs: number
}

/** What is asked of the server of one clone. Throws DRF203x. */
export class RemoteServer {
  readonly #remote: RemoteRepository
  readonly #folder: string
  readonly #options: ServerOptions

  /** @param folder of the clone */
  constructor(remote: RemoteRepository, folder: string, options: ServerOptions) {
    this.#remote = remote
    this.#folder = folder
    this.#options = options
  }

  async fetchRevision(revision: string, into: string): Promise<void> {
    if (isCommitId(revision)) return this.#fetchCommit(revision, into)
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
    const { name } = await this.ask(revision)
    if (name !== undefined) return name
    const text = `The repository has no branch or tag ${revision}. Check the name and that it was pushed. Nothing was read.`
    throw new DriftageError('DRF2032', text, { place: this.#remote.url })
  }

  /** What a name stands for; only names travel. Branches come before tags. */
  async ask(revision: string): Promise<NamedCommit> {
    const names =
      revision === 'HEAD' || revision.startsWith('refs/')
        ? [revision]
        : [`refs/heads/${revision}`, `refs/tags/${revision}`]
    // The second form is the commit behind an annotated tag.
    const patterns = names.flatMap((name) => [name, `${name}^{}`])
    const args = ['ls-remote', '--quiet', '--symref', '--end-of-options', 'origin', 'HEAD', ...patterns]
    const { stdout } = await this.#run(args, undefined, NAMES_TIMEOUT_MS)
    const found = new Map<string, string>()
    for (const line of stdout.toString('utf8').split('\n')) {
      const [value, name] = line.split('\t')
      if (value !== undefined && name !== undefined) found.set(value.startsWith('ref: ') ? `ref ${name}` : name, value)
    }
    const name = names.find((one) => found.has(one))
    const commit = name === undefined ? undefined : (found.get(`${name}^{}`) ?? found.get(name))
    const defaultBranch = found.get('ref HEAD')?.replace(/^ref: (?:refs\/heads\/)?/, '')
    return { name, commit, defaultBranch }
  }

  /** As git itself fetches what a partial clone lacks, but all at once. */
  async fetchBlobs(ids: readonly string[]): Promise<void> {
    const args = ['-c', 'fetch.negotiationAlgorithm=noop', ...FETCH, '--filter=blob:none', '--stdin', 'origin']
    await this.#run(args, `${ids.join('\n')}\n`)
  }

  #run(args: readonly string[], input?: string, atMostMs = Infinity) {
    const { config, environment } = remoteConfig(this.#remote)
    return runGit({
      cwd: this.#folder,
      place: this.#remote.url,
      args,
      config,
      environment,
      protocols: this.#options.protocols,
      timeoutMs: Math.min(this.#options.timeoutMs, atMostMs),
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
