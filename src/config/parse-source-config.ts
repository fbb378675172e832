import { codedError } from '../errors/driftage-error.ts'
import type { CodedError } from '../model/coded-error.ts'
import type { RuleAspect } from '../model/decision.ts'
import type { Rule, RuleMatch } from '../model/response-rule.ts'
import type { CompileCondition } from '../policy/rules/condition.ts'
import type { SourceBounds } from './config.ts'
import { printConfigPath } from './config-path.ts'
import { sourceConfigSchema } from './config-schema.ts'
import type { ConfigFile } from './config-yaml.ts'
import { ruleProblems, type ParsedFile } from './cross-checks.ts'
import { printDuration } from './duration.ts'
import { parseFile } from './parse-config.ts'
import { ruleFromInput } from './rule-from-input.ts'
import { type SourceFile, sourceFileSchema } from './schema/file-schema.ts'

/** What a source says about its own objects. */
export interface SourceSettings {
  readonly owner: string | undefined
  /** Bound to the source: they match nothing that another source holds as well. */
  readonly rules: readonly Rule[]
}

export type SourceConfigResult = { readonly settings: SourceSettings } | { readonly errors: readonly CodedError[] }

/** Nothing but what the central configuration says. */
export const NO_SOURCE_SETTINGS: SourceSettings = { owner: undefined, rules: [] }

/**
 * Reads a source's own `.driftage.yaml` within central bounds. The repository is as trustworthy as whoever may write to it, so
 * one violation sets all of it aside; the source itself is compared as before, by central and shipped rules.
 */
export function parseSourceConfig(
  file: ConfigFile,
  source: string,
  bounds: SourceBounds,
  compileCondition: CompileCondition,
): SourceConfigResult {
  const parsed = parseFile(file, sourceFileSchema, sourceConfigSchema)
  if ('errors' in parsed) return { errors: parsed.errors.map(aboutSource) }
  const errors = boundErrors(parsed, bounds, compileCondition)
  if (errors.length > 0) return { errors }
  // Names of sources hold no wildcards, so a name is a pattern for itself.
  const rules = parsed.data.rules.map((input) => {
    const rule = ruleFromInput(input, 'source')
    return { ...rule, id: `${source}/${rule.id}`, match: { ...rule.match, sources: [source] } }
  })
  return { settings: { owner: parsed.data.owner, rules } }
}

function boundErrors(
  { data, document }: ParsedFile<SourceFile>,
  bounds: SourceBounds,
  compileCondition: CompileCondition,
): readonly CodedError[] {
  const refuse = (path: readonly PropertyKey[], text: string): CodedError =>
    aboutSource(codedError('DRF1211', `${printConfigPath(path)}: ${text}`, document.placeOf(path)))
  const owner = data.owner !== undefined && !bounds.aspects.includes('owner')
  return [
    ...(owner ? [refuse(['owner'], 'sources may not name an owner here.')] : []),
    ...(data.rules.length > bounds.maxRules ? [refuse(['rules'], `a source may have ${bounds.maxRules} rules.`)] : []),
    ...twice(data.rules).map((at) => refuse(['rules', at, 'id'], 'another rule has the same id.')),
    ...data.rules.flatMap((rule, at) => [
      ...ruleProblems(rule, ['rules', at], document, compileCondition).map(aboutSource),
      ...beyond(rule, bounds).map(({ path, text }) => refuse(['rules', at, ...path], text)),
    ]),
  ]
}

type RuleInput = SourceFile['rules'][number]

interface Beyond {
  readonly path: readonly PropertyKey[]
  readonly text: string
}

const ASPECTS: readonly RuleAspect[] = ['expected', 'severity', 'grace', 'owner', 'response']
/** What says where a rule holds beyond the source's own objects. */
const FOREIGN: readonly (keyof RuleMatch)[] = ['sources', 'clusters']

function beyond(rule: RuleInput, bounds: SourceBounds): readonly Beyond[] {
  const aspects = ASPECTS.filter((aspect) => rule[aspect] !== undefined && !bounds.aspects.includes(aspect))
  const foreign = FOREIGN.filter((key) => rule.match[key] !== undefined)
  return [
    ...aspects.map((aspect) => ({
      path: [aspect],
      text: `sources may not set ${aspect}; ask for it in the central configuration.`,
    })),
    ...foreign.map((key) => ({
      path: ['match', key],
      text: 'rules of a source hold for its own objects only; leave this out.',
    })),
    ...((rule.grace ?? 0) > bounds.maxGraceMs
      ? [{ path: ['grace'], text: `a source may set at most ${printDuration(bounds.maxGraceMs)}.` }]
      : []),
    ...(rule.response?.dailyCaps === undefined
      ? []
      : [
          {
            path: ['response', 'dailyCaps'],
            text: 'how much a source may do a day is for the central configuration to say.',
          },
        ]),
  ]
}

function twice(rules: readonly RuleInput[]): readonly number[] {
  return rules.flatMap(({ id }, at) => (rules.findIndex((other) => other.id === id) < at ? [at] : []))
}

/** The state that things are in is another one than for the central configuration. */
function aboutSource({ code, message, place }: CodedError): CodedError {
  const what = message.replace(' A service that runs keeps the configuration that it has.', '')
  const text = `${what} Until it is corrected, central and shipped rules alone hold for this source.`
  return place === undefined ? { code, message: text } : { code, message: text, place }
}
