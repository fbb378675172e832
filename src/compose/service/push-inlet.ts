import process from 'node:process'
import type { Config } from '../../config/config.ts'
import { readSecret } from '../../config/read-secret.ts'
import type { RawReceiver } from '../../surfaces/api/api-ports.ts'
import type { PushSecret } from '../../surfaces/webhooks/accept-push.ts'
import { pushReceiver } from '../../surfaces/webhooks/push-receiver.ts'
import { configuredSource, watchedSources } from './watched-sources.ts'

export interface PushInletParts {
  /** As it is in use; sources may come and go. */
  readonly config: () => Config
  readonly poke: (source: string) => void
}

/**
 * Where forges announce pushes; absent where no secret is configured, since without one anybody could announce. Secrets
 * are those of the start.
 *
 * @throws DriftageError DRF1213 where a secret is not there
 */
export async function openPushInlet(parts: PushInletParts): Promise<{ readonly webhooks?: RawReceiver }> {
  const secrets = await Promise.all(
    parts.config().webhooks.secrets.map(async ({ secret, sources }): Promise<PushSecret> => {
      const text = await readSecret(secret, process.env)
      return sources === undefined ? { secret: text } : { secret: text, sources }
    }),
  )
  if (secrets.length === 0) return {}
  const sources = () => repositoriesOf(parts.config())
  const poke = (source: string): void => watchedNames(parts.config(), source).forEach(parts.poke)
  return { webhooks: pushReceiver({ secrets, sources, poke }) }
}

/** By configured name; the watched ones of it are poked together. */
function repositoriesOf({ sources }: Config): readonly { readonly name: string; readonly repository: string }[] {
  return sources.flatMap(({ name, from }) => (from.kind === 'git' ? [{ name, repository: from.repository }] : []))
}

/** Names under which a configured source is watched: one for each cluster. */
function watchedNames(config: Config, name: string): readonly string[] {
  return watchedSources(config)
    .map((watched) => watched.name)
    .filter((watched) => configuredSource(config, watched)?.name === name)
}
