import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { compileCondition } from '../../adapters/cel/compile-condition.ts'
import type { ServiceLog } from '../../adapters/log/create-log.ts'
import type { Config } from '../../config/config.ts'
import { configDiff } from '../../config/config-diff.ts'
import type { CodedError } from '../../model/coded-error.ts'
import { configFiles, type FoundFiles } from '../../config/config-files.ts'
import { configFrom } from '../../config/load-config.ts'

export interface FollowConfigParts {
  readonly file: string
  readonly config: Config
  readonly log: ServiceLog
  readonly signal: AbortSignal
  /** Takes a configuration that is whole and right. */
  readonly apply: (config: Config) => void
  /** Milliseconds between two looks. Default 2 s. */
  readonly pollMs?: number
}

/**
 * Takes a configuration when one of its files changes, without a restart and without losing a watch. One that is wrong is
 * refused whole, with file, line and reason, and the old one stays in use. Clusters, the store and the address count from
 * the next start; what waits for that is said.
 */
export async function followConfig(parts: FollowConfigParts): Promise<void> {
  const { file, log, signal, pollMs = 2_000 } = parts
  let { config } = parts
  // Contents are compared, not times: a file that changes between a look at its time and its reading would be missed for
  // ever. And nothing is taken as seen at first: one may have changed since the configuration in use was read.
  let seen: FoundFiles | undefined
  while (!signal.aborted) {
    const found = await configFiles(file)
    if (!isDeepStrictEqual(found, seen)) {
      seen = found
      const read = configFrom(found, compileCondition)
      if ('errors' in read) refuse(read.errors, log)
      else config = taken(config, read.config, parts)
    }
    await sleep(pollMs, undefined, { signal, ref: false }).catch(() => {})
  }
}

function refuse(errors: readonly CodedError[], log: ServiceLog): void {
  for (const { code, message, place } of errors) {
    log.warn('The new configuration is refused, the old one stays in use', {
      code,
      reason: message,
      place: place ?? '',
    })
  }
}

/** What cannot change while it runs stays as it is, so that the rest can. */
function taken(before: Config, read: Config, { apply, log }: FollowConfigParts): Config {
  if (isDeepStrictEqual(before, read)) return before
  const { clusters, needsRestart } = configDiff(before, read)
  const next = { ...read, clusters: before.clusters, store: before.store, listen: before.listen }
  apply(next)
  const waiting = [...needsRestart, ...Object.values(clusters).flat()]
  log.info('The new configuration is in use', { waitsForRestart: waiting.join(', ') })
  return next
}
