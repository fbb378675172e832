import type { RepositoryHead, WatchedRepositories } from '../../desired/watched-repositories.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import { checkRevision, gitAddress } from './git-address.ts'
import type { GitRepository } from './git-repository.ts'
import { serverOf } from './partial-clone.ts'
import { isCommitId } from './remote-server.ts'
import {
  gitRepositories,
  cloneOptions,
  openCommit,
  repositoryInPlace,
  type RepositoriesOptions,
} from './repositories.ts'

/** Repositories that are looked at again and again, read by the system's git. */
export function gitWatchedRepositories(options: RepositoriesOptions): WatchedRepositories {
  return {
    ...gitRepositories(options),
    openCommit: (address, revision, folder, known) => openCommit(options, address, revision, folder, known),
    async head(address, revision) {
      const name = checkRevision(revision)
      const where = gitAddress(address, { file: options.fileUrls ?? false })
      if (where.kind === 'local') return headInPlace(await repositoryInPlace(where.path), name)
      // A commit stays what it is, whoever is asked.
      if (isCommitId(name)) return { commit: name, defaultBranch: undefined }
      return (await serverOf(where, cloneOptions(options))).ask(name)
    },
  }
}

async function headInPlace(repository: GitRepository, revision: string): Promise<RepositoryHead> {
  try {
    return { commit: await repository.resolve(revision), defaultBranch: undefined }
  } catch (error) {
    if (!(error instanceof DriftageError) || error.code !== 'DRF2032') throw error
  }
  const args = ['symbolic-ref', '--quiet', '--short', 'HEAD']
  const { code, stdout } = await repository.run(args, { answers: [1, 128] })
  return { commit: undefined, defaultBranch: code === 0 ? stdout.toString('utf8').trim() : undefined }
}
