import type { z } from 'zod'
import type { CodedError } from '../model/coded-error.ts'
import type { CompileCondition } from '../policy/rules/condition.ts'
import type { Config } from './config.ts'
import { issueErrors } from './config-issues.ts'
import {
  calendarFrom,
  clusterFrom,
  environmentsFrom,
  fromFolderOf,
  incidentFrom,
  ownersFrom,
  responseFrom,
  sourceFrom,
  storeFrom,
} from './config-parts.ts'
import { configSchema, includedConfigSchema } from './config-schema.ts'
import { type ConfigDocument, type ConfigFile, readConfigYaml } from './config-yaml.ts'
import { crossErrors, type ParsedFile } from './cross-checks.ts'
import { ruleFromInput } from './rule-from-input.ts'
import { type IncludedFile, includedFileSchema, type MainFile, mainFileSchema } from './schema/file-schema.ts'
import { withoutUndefined } from './without-undefined.ts'
import type { JsonSchema } from './schema-keys.ts'

export type ConfigResult = { readonly config: Config } | { readonly errors: readonly CodedError[] }

/**
 * Reads a configuration from its files: the main one first, then those that it includes, in order. Says everything that is
 * wrong at once. A configuration with one error in it is none: whoever has another keeps it.
 */
export function parseConfig(
  files: readonly [ConfigFile, ...ConfigFile[]],
  compileCondition: CompileCondition,
): ConfigResult {
  const [mainFile, ...includedFiles] = files
  const main = parseFile(mainFile, mainFileSchema, configSchema)
  const included = includedFiles.map((file) => parseFile(file, includedFileSchema, includedConfigSchema))
  const errors = [main, ...included].flatMap((one) => ('errors' in one ? one.errors : []))
  if ('errors' in main || errors.length > 0) return { errors }
  const parsed = included.filter((one): one is ParsedFile<IncludedFile> => 'data' in one)
  const found = crossErrors(main, parsed, compileCondition)
  return found.length > 0 ? { errors: found } : { config: assemble(main, parsed) }
}

/** Reads one file and holds it against its schema. */
export function parseFile<T extends z.ZodType>(
  file: ConfigFile,
  schema: T,
  keys: () => JsonSchema,
): ParsedFile<z.output<T>> | { readonly errors: readonly CodedError[] } {
  const document = readConfigYaml(file)
  if ('errors' in document) return document
  const result = schema.safeParse(document.value ?? {}, { jitless: true })
  if (!result.success) return { errors: issueErrors(result.error.issues, document, keys()) }
  return { data: result.data, document }
}

function assemble(main: ParsedFile<MainFile>, included: readonly ParsedFile<IncludedFile>[]): Config {
  const { data } = main
  const all = [main, ...included]
  const parts = <T>(of: (data: IncludedFile, document: ConfigDocument) => readonly T[]): readonly T[] =>
    all.flatMap((one) => of(one.data, one.document))
  const clusters = parts((file, { path }) => file.clusters.map((one) => clusterFrom(one, fromFolderOf(path))))
  const only = clusters.length === 1 ? clusters[0]?.name : undefined
  return {
    store: storeFrom(data.store, fromFolderOf(main.document.path)),
    listen: data.listen,
    clusters,
    sources: parts((file, { path }) => file.sources.map((one) => sourceFrom(one, only, fromFolderOf(path)))),
    rules: parts((file) => file.rules.map((rule) => ruleFromInput(rule, 'central'))),
    calendars: parts((file) => file.calendars.map(calendarFrom)),
    response: responseFrom(data.response),
    environments: environmentsFrom(data.environments),
    sourceBounds: {
      aspects: data.sourceBounds.aspects,
      maxGraceMs: data.sourceBounds.maxGrace,
      maxRules: data.sourceBounds.maxRules,
    },
    owners: ownersFrom(data.owners),
    incidents: parts((file) => file.incidents.map(incidentFrom)),
    retention: { findingsMs: data.retention.findings, activityMs: data.retention.activity },
    webhooks: { secrets: data.webhooks.secrets.map(withoutUndefined) },
  }
}
