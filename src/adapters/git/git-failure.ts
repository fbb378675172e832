import type { ErrorCode } from '../../errors/catalogue.ts'
import { DriftageError } from '../../errors/driftage-error.ts'

/** Recognises what git said. The words themselves stay here. */
export function errorOfGit(stderr: string, place: string): DriftageError {
  const [, code, message] = KNOWN.find(([pattern]) => pattern.test(stderr)) ?? UNKNOWN
  return new DriftageError(code, message, { place })
}

const UNKNOWN = [
  /^/,
  'DRF2039',
  'Git failed for a reason that driftage does not know. Run the same with `git` to see its words, which are not shown here since they can hold credentials. Nothing was read.',
] as const satisfies readonly [RegExp, ErrorCode, string]

/** The first that matches counts. */
const KNOWN: readonly (readonly [RegExp, ErrorCode, string])[] = [
  [
    /transport '[^']*' not allowed|protocol '[^']*' is not (?:allowed|supported)|Unable to find remote helper/i,
    'DRF2033',
    'Git refused the transport of the repository. Use https or ssh. Nothing was read.',
  ],
  [
    /couldn't find remote ref|unknown revision|ambiguous argument|bad revision|Needed a single revision|Not a valid object name|not our ref|not a valid ref/i,
    'DRF2032',
    'The repository has no such revision. Check its name and that it was pushed. Nothing was read.',
  ],
  [
    /Could not resolve host|Connection refused|Connection timed out|Operation timed out|Network is unreachable|No route to host|Failed to connect|Connection reset|unexpected disconnect|early EOF|Host key verification failed|SSL|certificate/i,
    'DRF2038',
    'The server of the repository cannot be reached, or it is not the one that is known. Check address, network, proxy and its certificate or host key. Nothing was read.',
  ],
  [
    /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|Permission denied|returned error: 40[13]|access denied|Repository not found|HTTP Basic/i,
    'DRF2037',
    'The server refused access to the repository, or has none of this name. Check that `git ls-remote` works. Nothing was read.',
  ],
  [
    /returned error: (?:5\d\d|429)|remote end hung up|internal server error/i,
    'DRF2040',
    'The server of the repository answered that it failed, or that it is asked too often. Try again later. Nothing was read.',
  ],
  [
    /detected dubious ownership/i,
    'DRF2031',
    'The repository belongs to another user of this machine, so Git does not trust it. Name it with --git to read its commits. Nothing was read.',
  ],
  [
    /not a git repository|does not appear to be a git repository|returned error: 404|does not exist/i,
    'DRF2031',
    'There is no Git repository at this place. Check the address. Nothing was read.',
  ],
]
