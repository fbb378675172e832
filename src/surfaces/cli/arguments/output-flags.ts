import { Command, Option } from '@commander-js/extra-typings'
import type { FailOn } from '../../../errors/exit-code.ts'
import { SEVERITIES } from '../../../model/severity.ts'
import { listOf, oneOf } from './flag-values.ts'

export const REPORT_FORMATS = [
  'table',
  'wide',
  'json',
  'yaml',
  'jsonl',
  'markdown',
  'sarif',
  'junit',
  'github',
  'gitlab',
] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]

/** Of commands whose answer is no list of findings. */
const ANSWER_FORMATS = ['table', 'json', 'yaml'] as const
export type AnswerFormat = (typeof ANSWER_FORMATS)[number]

/** What to list beside findings: fields explained by rules, pending changes, fields that the server fills in. */
const INCLUSIONS = ['expected', 'pending', 'defaults'] as const
export type Inclusion = (typeof INCLUSIONS)[number]

const FAIL_LEVELS: readonly FailOn[] = [...SEVERITIES, 'pending']

export interface ReportArguments {
  readonly output: ReportFormat
  readonly failOn: FailOn
  readonly include: readonly Inclusion[]
}

/** How much to say on stderr. */
export interface TalkArguments {
  readonly quiet: boolean
  readonly debug: boolean
}

export function reportFlags() {
  return new Command()
    .optionsGroup('Result:')
    .addOption(
      new Option('-o, --output <format>', 'how to print the result')
        .choices(REPORT_FORMATS)
        .argParser(oneOf(REPORT_FORMATS))
        .default('table' as const),
    )
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 from this severity on; pending: for pending changes, too')
        .choices(FAIL_LEVELS)
        .argParser(oneOf(FAIL_LEVELS))
        .default('low' as const),
    )
    .addOption(
      new Option('--include <lists>', 'list these, too, comma-separated')
        .choices(INCLUSIONS)
        .argParser(listOf(INCLUSIONS)),
    )
}

export function answerFlags() {
  return new Command().optionsGroup('Result:').addOption(
    new Option('-o, --output <format>', 'how to print the result')
      .choices(ANSWER_FORMATS)
      .argParser(oneOf(ANSWER_FORMATS))
      .default('table' as const),
  )
}

export function talkFlags() {
  return new Command()
    .optionsGroup('Messages (on stderr):')
    .option('-q, --quiet', 'no progress, errors only')
    .option('--debug', 'say what is done; never a value of a manifest')
}

export type ReportFlags = ReturnType<ReturnType<typeof reportFlags>['opts']>
export type AnswerFlags = ReturnType<ReturnType<typeof answerFlags>['opts']>
export type TalkFlags = ReturnType<ReturnType<typeof talkFlags>['opts']>

export function readReport(flags: ReportFlags): ReportArguments {
  return { output: flags.output, failOn: flags.failOn, include: flags.include ?? [] }
}

export function readTalk(flags: TalkFlags): TalkArguments {
  return { quiet: flags.quiet === true, debug: flags.debug === true }
}
