import { configFromFlags } from '../../config/config-from-flags.ts'
import type { Config } from '../../config/config.ts'
import type { Archive, ArchivedSource } from '../../live/archive/entry.ts'

/** The configuration that a service has that watches what the archive tells of. */
export function replayConfig({ header, entries }: Archive, folder: string): Config {
  const recorded = new Map<string, ArchivedSource>()
  for (const entry of entries) if (entry.type === 'source') recorded.set(entry.revision.name, entry)
  // Whoever recorded did not compare Secrets where none was ever read.
  const secrets = entries.some((one) => one.type === 'listed' && one.group === '' && one.resource === 'secrets')
  const names = [...recorded.keys()].toSorted()
  const flags = { paths: names.length === 0 ? ['none'] : names, cluster: header.cluster, folder, secrets }
  const config = configFromFlags(flags)
  const sources = config.sources.flatMap((source, index) => {
    const last = recorded.get(names[index] ?? '')
    if (last === undefined) return []
    const { namespace, deployer, state, revision } = last
    return [{ ...source, name: revision.name, namespace, deployer, owner: state.owner ?? undefined }]
  })
  return { ...config, sources }
}
