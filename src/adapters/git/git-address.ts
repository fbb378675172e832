import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DriftageError } from '../../errors/driftage-error.ts'

/** Where a repository is. Credentials of a URL are kept apart from it: `url` may be shown, stored and passed as argument. */
export type GitAddress = LocalRepository | RemoteRepository

export interface LocalRepository {
  readonly kind: 'local'
  readonly path: string
}

export interface RemoteRepository {
  readonly kind: 'remote'
  /** Without user name and password for https; ssh keeps the user, who is no secret. */
  readonly url: string
  readonly credentials: { readonly user: string; readonly password: string } | undefined
}

/** `file:` is there for tests: on this machine a repository is read in place and not cloned. */
export type AllowedTransports = { readonly file: boolean }

/**
 * Reads what a person typed: a path, an https or ssh URL, or `user@host:path`. Everything else is refused, since git
 * knows transports that run commands (`ext::`) and takes what begins with a dash for an option.
 *
 * @throws DriftageError DRF2033
 */
export function gitAddress(text: string, allowed: AllowedTransports = { file: false }): GitAddress {
  if (text === '' || text.startsWith('-') || CONTROL.test(text))
    throw refused('It is empty, begins with a dash or holds control characters.')
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(text)?.[1]?.toLowerCase()
  if (scheme !== undefined) return ofUrl(text, scheme, allowed)
  if (existsSync(text) || /^(?:\/|\.\.?(?:\/|$))/.test(text)) return { kind: 'local', path: text }
  if (text.includes('::')) throw refused('Remote helpers (::) can run commands.')
  if (USER_WITH_PASSWORD.test(text)) throw refused('It holds a password, which ssh would not take.')
  if (SCP_LIKE.test(text)) return { kind: 'remote', url: text, credentials: undefined }
  if (/^[^/]*@[^/]*:/.test(text)) throw refused('Host or path is not one that ssh should see.')
  return { kind: 'local', path: text }
}

/** `git@host:group/name.git`; a host or path that begins with a dash would become an option of ssh or of the far side. */
const SCP_LIKE = /^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9[][A-Za-z0-9.:\]-]*:[^-:].*$/

/** Read as a path it would stand in messages. */
const USER_WITH_PASSWORD = /^[^/@]*:[^/]*@/

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\x00-\x1f\x7f]/

function ofUrl(text: string, scheme: string, allowed: AllowedTransports): GitAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) throw refused('It is not a URL.')
  if (scheme === 'file') {
    if (url.hostname !== '') throw refused('A file URL with a host names another machine.')
    return allowed.file
      ? { kind: 'remote', url: url.href, credentials: undefined }
      : { kind: 'local', path: fileURLToPath(url) }
  }
  if (scheme !== 'https' && scheme !== 'ssh') throw refused(`The transport ${scheme} is not https or ssh.`)
  if (url.search !== '') throw refused('It holds a query, in which tokens would be seen by everybody.')
  if (!/^[A-Za-z0-9[]/.test(url.hostname) || url.pathname.startsWith('/-'))
    throw refused('Host or path begins with a dash.')
  const password = decodeURIComponent(url.password)
  const user = decodeURIComponent(url.username)
  if (user.startsWith('-')) throw refused('The user name begins with a dash.')
  url.password = ''
  if (scheme === 'https') url.username = ''
  url.hash = ''
  const credentials = scheme === 'https' && (user !== '' || password !== '') ? { user, password } : undefined
  return { kind: 'remote', url: url.href, credentials }
}

/** The address itself is not repeated: it may hold a password. */
function refused(why: string): DriftageError {
  const text = `The address of the repository is not allowed. ${why} Use https, ssh or a path. Nothing was read.`
  return new DriftageError('DRF2033', text)
}

/** @throws DriftageError DRF2034 where git could take the name for something else than a revision */
export function checkRevision(revision: string): string {
  if (/^[A-Za-z0-9_@][A-Za-z0-9_./@+=~^{}#,%-]*$/.test(revision) && !revision.includes('..')) return revision
  const text = 'The revision is not a name that Git allows. Name a branch, a tag or a commit. Nothing was read.'
  throw new DriftageError('DRF2034', text)
}

/**
 * A folder of a repository without `.`; empty for its root.
 * @throws DriftageError DRF2034 where it leaves the repository
 */
export function checkFolder(folder: string): string {
  const steps = folder.split('/').filter((step) => step !== '' && step !== '.')
  const bad =
    folder.startsWith('/') ||
    folder.startsWith('-') ||
    CONTROL.test(folder) ||
    folder.includes('\\') ||
    steps.includes('..')
  if (!bad) return steps.join('/')
  const text =
    'The path inside the repository begins with a dash or a slash, or leaves the repository. Name a folder in it. Nothing was read.'
  throw new DriftageError('DRF2034', text)
}
