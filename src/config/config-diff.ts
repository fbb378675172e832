import { isDeepStrictEqual } from 'node:util'
import type { Config } from './config.ts'

/** Names of entries that differ between two configurations; those in none of the lists go on undisturbed. */
export interface NamedChanges {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

/** What a new configuration changes, by what has to be done about it. */
export interface ConfigDiff {
  readonly clusters: NamedChanges
  readonly sources: NamedChanges
  /** Ids. Also where only the order of rules changed: then nothing is in the lists and `rulesChanged` is true. */
  readonly rules: NamedChanges
  /** Differences have to be judged by rules anew; no watch is touched. */
  readonly rulesChanged: boolean
  /** Decisions have to be made anew: steps, caps, calendars, incidents, owners. */
  readonly decisionsChanged: boolean
  /** Tokens of the API and of audit intakes, which are replaced without a restart. */
  readonly tokensChanged: boolean
  /** What counts only after a restart: keys of the configuration. */
  readonly needsRestart: readonly string[]
}

/** Compares two checked configurations; empty in all parts where they say the same. */
export function configDiff(before: Config, after: Config): ConfigDiff {
  const same = (of: (config: Config) => unknown): boolean => isDeepStrictEqual(of(before), of(after))
  const name = (entry: { readonly name: string }): string => entry.name
  const endpoint = ({ listen: { address, port, openMetrics, hosts } }: Config): unknown => [
    address,
    port,
    openMetrics,
    hosts,
  ]
  return {
    clusters: namedChanges(before.clusters, after.clusters, name),
    sources: namedChanges(before.sources, after.sources, name),
    rules: namedChanges(before.rules, after.rules, ({ id }) => id),
    rulesChanged: !same(({ rules, environments, sourceBounds }) => [rules, environments, sourceBounds]),
    decisionsChanged: !same(({ response, calendars, incidents, owners }) => [response, calendars, incidents, owners]),
    tokensChanged: !same(({ listen }) => listen.tokens),
    needsRestart: [
      ...(same(({ store }) => store) ? [] : ['store']),
      ...(same(endpoint) ? [] : ['listen']),
      ...(same(({ webhooks }) => webhooks) ? [] : ['webhooks']),
    ],
  }
}

function namedChanges<T>(before: readonly T[], after: readonly T[], nameOf: (entry: T) => string): NamedChanges {
  const old = new Map(before.map((entry) => [nameOf(entry), entry]))
  const names = new Set(after.map(nameOf))
  return {
    added: [...names].filter((name) => !old.has(name)).sort(),
    removed: [...old.keys()].filter((name) => !names.has(name)).sort(),
    changed: after
      .filter((entry) => old.has(nameOf(entry)) && !isDeepStrictEqual(old.get(nameOf(entry)), entry))
      .map(nameOf)
      .sort(),
  }
}
