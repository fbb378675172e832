import type { CodedError } from '../model/coded-error.ts'
import type { CompileCondition } from '../policy/rules/condition.ts'
import { loadConfig } from './load-config.ts'

/** What a check says; without errors, how much there is. */
export interface ConfigCheck {
  /** In the order of files and lines. */
  readonly errors: readonly CodedError[]
  readonly files: readonly string[]
  readonly clusters: number
  readonly sources: number
  readonly rules: number
}

/** Reads a configuration as the service would, and changes nothing. Never throws. */
export async function checkConfig(path: string, compileCondition: CompileCondition): Promise<ConfigCheck> {
  const loaded = await loadConfig(path, compileCondition)
  const { files } = loaded
  if ('errors' in loaded) return { errors: loaded.errors, files, clusters: 0, sources: 0, rules: 0 }
  const { clusters, sources, rules } = loaded.config
  return { errors: [], files, clusters: clusters.length, sources: sources.length, rules: rules.length }
}
