import type { RemoteRepository } from './git-address.ts'

/** Settings and environment with which git talks to one server. */
export interface RemoteConfig {
  readonly config: Readonly<Record<string, string>>
  readonly environment: Readonly<Record<string, string>>
}

/**
 * The person's own settings, ssh agent and credential helpers stay in force, as with git itself. Credentials of the URL are answered by a
 * helper that reads them from its environment and that git asks for this host only: in the URL they would stand in the
 * arguments of git's own children, in the clone's config and in error texts, and would follow a redirect.
 */
export function remoteConfig({ url, credentials }: RemoteRepository): RemoteConfig {
  const config = { 'remote.origin.url': url }
  if (credentials === undefined) return { config, environment: {} }
  return {
    config: { ...config, [`credential.${new URL(url).origin}.helper`]: HELPER },
    environment: { DRIFTAGE_GIT_USER: credentials.user, DRIFTAGE_GIT_PASSWORD: credentials.password },
  }
}

/** The only text that a shell sees, and it is constant. */
const HELPER = `!f() { test "$1" = get && printf 'username=%s\\npassword=%s\\n' "$DRIFTAGE_GIT_USER" "$DRIFTAGE_GIT_PASSWORD"; }; f`
