import { didYouMean } from '../errors/did-you-mean.ts'
import type { CodedError } from '../model/coded-error.ts'
import { compileRule } from '../policy/rules/compile-rule.ts'
import type { CompileCondition } from '../policy/rules/condition.ts'
import { SHIPPED_RULES } from '../policy/rules/shipped-rules.ts'
import { configError } from './config-issues.ts'
import { printConfigPath } from './config-path.ts'
import type { ConfigDocument } from './config-yaml.ts'
import { ruleFromInput } from './rule-from-input.ts'
import type { IncludedFile, MainFile } from './schema/file-schema.ts'

/** A file that fits its schema, and where its parts stand. */
export interface ParsedFile<T> {
  readonly data: T
  readonly document: ConfigDocument
}

type Files = readonly ParsedFile<IncludedFile>[]

/** What no schema can say: names that are used twice, that nothing has, and rules that cannot be used. */
export function crossErrors(
  main: ParsedFile<MainFile>,
  included: Files,
  compileCondition: CompileCondition,
): readonly CodedError[] {
  const files: Files = [main, ...included]
  return [
    ...emptyErrors(main, files),
    ...NAMED.flatMap((list) => twiceErrors(list, files)),
    ...files.flatMap((file) => ruleErrors(file, compileCondition)),
    ...clusterNameErrors(files),
    ...calendarErrors(main, files),
    ...ownerErrors(main, files),
    ...webhookErrors(main, files),
  ]
}

function emptyErrors(main: ParsedFile<MainFile>, files: Files): readonly CodedError[] {
  return (['clusters', 'sources'] as const)
    .filter((list) => files.every(({ data }) => data[list].length === 0))
    .map((list) => configError('DRF1212', `There are no ${list}; name at least one.`, main.document.placeOf([list])))
}

const NAMED = ['clusters', 'sources', 'rules', 'calendars', 'incidents'] as const

function twiceErrors(list: (typeof NAMED)[number], files: Files): readonly CodedError[] {
  const seen = new Set<string>(list === 'rules' ? SHIPPED_RULES.map(({ id }) => id) : [])
  return files.flatMap(({ data, document }) =>
    data[list].flatMap((entry, at) => {
      const key = 'id' in entry ? 'id' : 'name'
      const name = 'id' in entry ? entry.id : entry.name
      if (!seen.has(name)) {
        seen.add(name)
        return []
      }
      const path = [list, at, key]
      const message = `${printConfigPath(path)}: another of the ${list} is called ${name}, too; rename one.`
      return [configError('DRF1206', message, document.placeOf(path))]
    }),
  )
}

function ruleErrors({ data, document }: ParsedFile<IncludedFile>, compile: CompileCondition): readonly CodedError[] {
  return data.rules.flatMap((rule, at) => ruleProblems(rule, ['rules', at], document, compile))
}

/** Everything that is wrong with one rule; also for the rules of a source. */
export function ruleProblems(
  rule: IncludedFile['rules'][number],
  path: readonly PropertyKey[],
  document: ConfigDocument,
  compile: CompileCondition,
): readonly CodedError[] {
  const result = compileRule(ruleFromInput(rule, 'central'), compile)
  if ('compiled' in result) return []
  return result.problems.map((problem) => {
    const whole = [...path, ...problem.path]
    return configError('DRF1210', `${printConfigPath(whole)}: ${problem.text}.`, document.placeOf(whole))
  })
}

function clusterNameErrors(files: Files): readonly CodedError[] {
  const known = files.flatMap(({ data }) => data.clusters.map(({ name }) => name))
  return files.flatMap(({ data, document }) =>
    data.sources.flatMap(({ clusters }, at) => {
      if (clusters !== undefined) {
        return clusters.flatMap((name, index) =>
          unknownName(name, known, 'cluster', ['sources', at, 'clusters', index], document),
        )
      }
      if (known.length < 2) return []
      const message = `sources[${at}]: there are several clusters, so the source has to name those that it is for.`
      return [configError('DRF1204', message, document.placeOf(['sources', at]))]
    }),
  )
}

function calendarErrors({ data, document }: ParsedFile<MainFile>, files: Files): readonly CodedError[] {
  const known = files.flatMap((file) => file.data.calendars.map(({ name }) => name))
  const { calendar } = data.response
  return calendar === undefined ? [] : unknownName(calendar, known, 'calendar', ['response', 'calendar'], document)
}

function ownerErrors(main: ParsedFile<MainFile>, files: Files): readonly CodedError[] {
  const known = main.data.owners.teams.map(({ name }) => name)
  if (known.length === 0) return []
  return files.flatMap(({ data, document }) =>
    (['sources', 'rules'] as const).flatMap((list) =>
      data[list].flatMap(({ owner }, at) =>
        owner === undefined ? [] : unknownName(owner, known, 'team', [list, at, 'owner'], document),
      ),
    ),
  )
}

function webhookErrors({ data, document }: ParsedFile<MainFile>, files: Files): readonly CodedError[] {
  const known = files.flatMap((file) => file.data.sources.map(({ name }) => name))
  return data.webhooks.secrets.flatMap(({ sources = [] }, at) =>
    sources.flatMap((name, index) =>
      unknownName(name, known, 'source', ['webhooks', 'secrets', at, 'sources', index], document),
    ),
  )
}

function unknownName(
  name: string,
  known: readonly string[],
  what: string,
  path: readonly PropertyKey[],
  document: ConfigDocument,
): readonly CodedError[] {
  if (known.includes(name)) return []
  const message = `${printConfigPath(path)}: there is no ${what} called ${name}.${didYouMean(name, known)}`
  return [configError('DRF1207', message, document.placeOf(path))]
}
