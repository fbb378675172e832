import type { CommitGraph } from '../../desired/watched-repositories.ts'
import type { GitRepository } from './git-repository.ts'

/** How the commits of a repository lie to each other, from its own objects. */
export function commitGraph(repository: GitRepository): CommitGraph {
  return {
    async isAncestor(older, newer) {
      // A commit that is gone has no descendants here, and merge-base would fail for it.
      if (!(await has(repository, older))) return false
      const args = ['merge-base', '--is-ancestor', '--end-of-options', older, newer]
      return (await repository.run(args, { answers: [1] })).code === 0
    },

    async find(id) {
      if (!COMMIT_ID.test(id)) return undefined
      const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${id}^{commit}`]
      const { code, stdout } = await repository.run(args, { answers: [1, 128] })
      const found = stdout.toString('latin1').trim()
      // A branch may be called like an id; its commit is another one.
      return code === 0 && found.startsWith(id) ? found : undefined
    },

    async identities(commit, paths) {
      const named = paths.filter((path) => path !== '')
      const [whole, entries] = await Promise.all([
        named.length === paths.length ? undefined : wholeTree(repository, commit),
        named.length === 0 ? new Map<string, string>() : entriesAt(repository, commit, named),
      ])
      return paths.map((path) => (path === '' ? (whole ?? '') : (entries.get(path) ?? 'absent')))
    },
  }
}

/** Four digits are the shortest that Git takes for an id. */
const COMMIT_ID = /^[0-9a-f]{4,64}$/

/** Whether a commit is among the repository's objects, without asking any server for it. */
export async function has(repository: GitRepository, commit: string): Promise<boolean> {
  return (await repository.run(['cat-file', '-e', `${commit}^{commit}`], { answers: [1, 128] })).code === 0
}

async function wholeTree(repository: GitRepository, commit: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`]
  return (await repository.run(args)).stdout.toString('latin1').trim()
}

/** The entries themselves, not what is in them: `ls-tree` reads no blob, so a partial clone fetches none. */
async function entriesAt(
  repository: GitRepository,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await repository.run(['ls-tree', '-z', '--full-tree', commit, '--', ...paths])
  const entries = new Map<string, string>()
  for (const line of stdout.toString('utf8').split('\0')) {
    const tab = line.indexOf('\t')
    if (tab > 0) entries.set(line.slice(tab + 1), line.slice(0, tab))
  }
  return entries
}
