import type { CompileCondition } from '../policy/rules/condition.ts'
import { configFiles, type FoundFiles } from './config-files.ts'
import { type ConfigResult, parseConfig } from './parse-config.ts'

/** A configuration, or what is wrong with it, and in any case the files that were read: a change of one is a reason to look again. */
export type LoadedConfig = ConfigResult & { readonly files: readonly string[] }

/** Reads `driftage.yaml` and everything that it includes. Never throws: what is wrong is the result. */
export async function loadConfig(path: string, compileCondition: CompileCondition): Promise<LoadedConfig> {
  return configFrom(await configFiles(path), compileCondition)
}

/** What files that have been read say together. */
export function configFrom({ files, errors }: FoundFiles, compileCondition: CompileCondition): LoadedConfig {
  const paths = files.map((file) => file.path)
  const [main, ...included] = files
  if (main === undefined || errors.length > 0) return { errors, files: paths }
  return { ...parseConfig([main, ...included], compileCondition), files: paths }
}
