import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { compileCondition } from '../../adapters/cel/compile-condition.ts'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import type { Config } from '../../config/config.ts'
import { configDiff } from '../../config/config-diff.ts'
import type { CodedError } from '../../model/coded-error.ts'
import { configFiles, type FoundFiles } from '../../config/config-files.ts'
import { configFrom } from '../../config/load-config.ts'
import { DriftageError } from '../../errors/driftage-error.ts'

export interface FollowConfigParts {
  readonly file: string
  readonly config: Config
  readonly log: ServiceLog
  readonly signal: AbortSignal
  /** Takes a configuration that is whole and right. @throws DriftageError where a secret that it names is not there */
  readonly apply: (config: Config) => Promise<void>
  /** Reads anew what the configuration only names, such as tokens in files of their own. Does not fail. */
  readonly renew: () => Promise<void>
  /** Milliseconds between two looks. Default 2 s. */
  readonly pollMs?: number
}

/**
 * Takes a configuration when one of its files changes, without a restart and without losing a watch. One that is wrong is
 * refused whole, with file, line and reason, and the old one stays in use. Clusters, the store, webhooks and the address
 * count from the next start; what waits for that is said. Tokens are read at each look: files of theirs are rotated while the
 * configuration stays.
 */
export async function followConfig(parts: FollowConfigParts): Promise<void> {
  const { file, signal, pollMs = 2_000 } = parts
  let { config } = parts
  const refuse = refusals(parts.log)
  // Contents are compared, not times: a file that changes between a look at its time and its reading would be missed for
  // ever. And nothing is taken as seen at first: one may have changed since the configuration in use was read.
  let seen: FoundFiles | undefined
  while (!signal.aborted) {
    const found = await configFiles(file)
    if (isDeepStrictEqual(found, seen)) await parts.renew()
    else {
      const read = configFrom(found, compileCondition)
      const took = 'errors' in read ? read : await taken(config, read.config, parts)
      if (!('errors' in took)) config = took.config
      refuse('errors' in took ? took.errors : [])
      // Secrets may come a moment after the files that name them: then the same is tried again.
      seen = 'errors' in took && !('errors' in read) ? undefined : found
    }
    await sleep(pollMs, undefined, { signal, ref: false }).catch(() => {})
  }
}

/** Says what is wrong once, for as long as the same is wrong. */
function refusals(log: ServiceLog): (errors: readonly CodedError[]) => void {
  let said: ReadonlySet<string> = new Set()
  return (errors) => {
    const now = new Map(errors.map((error) => [`${error.place} ${error.message}`, error]))
    for (const [key, { code, message, place }] of now) {
      if (said.has(key)) continue
      log.warn('The new configuration is refused, the old one stays in use', {
        code,
        reason: message,
        place: place ?? '',
      })
    }
    said = new Set(now.keys())
  }
}

type Taken = { readonly config: Config } | { readonly errors: readonly CodedError[] }

/** What cannot change while it runs stays as it is, so that the rest can. */
async function taken(before: Config, read: Config, { apply, log }: FollowConfigParts): Promise<Taken> {
  if (isDeepStrictEqual(before, read)) return { config: before }
  const { clusters, store, webhooks, listen } = before
  const next = { ...read, clusters, store, webhooks, listen: { ...listen, tokens: read.listen.tokens } }
  try {
    await apply(next)
  } catch (error) {
    if (error instanceof DriftageError) return { errors: [error] }
    throw error
  }
  const changes = configDiff(before, read)
  const waiting = [...changes.needsRestart, ...Object.values(changes.clusters).flat()]
  log.info('The new configuration is in use', { waitsForRestart: waiting.join(', ') })
  return { config: next }
}
