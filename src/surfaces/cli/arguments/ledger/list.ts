import { Command, Option } from '@commander-js/extra-typings'
import { DriftageError } from '../../../../errors/driftage-error.ts'
import { ACTOR_CLASSES } from '../../../../model/field-owner.ts'
import type { FindingQuery } from '../../../../ledger/ports.ts'
import { SEVERITIES } from '../../../../model/severity.ts'
import { listOf, oneOf } from '../flag-values.ts'
import type { Found, Surroundings } from '../invocation.ts'
import { type AddLedgerCommand, addLedgerCommand, type BaseFlags, type LedgerBase, readBase } from './ledger-command.ts'
import { spanMs, wholeNumber } from './ledger-values.ts'

export const LIST_FORMATS = ['table', 'wide', 'json', 'yaml', 'jsonl', 'markdown'] as const
export type ListFormat = (typeof LIST_FORMATS)[number]

const STATES = ['settling', 'open', 'resolved'] as const
const STANDINGS = ['drift', 'pending', 'drift-and-pending', 'explained'] as const
const HANDLING = ['none', 'acknowledged', 'accepted'] as const

export interface ListArguments extends LedgerBase {
  readonly verb: 'list'
  readonly filter: ListFilter
  /** Most findings that are listed. */
  readonly limit: number
  /** Go on and show each finding about which something is recorded. */
  readonly watch: boolean
  readonly output: ListFormat
}

export type ListFilter = Omit<FindingQuery, 'now' | 'limit' | 'cursor'>

function filterFlags() {
  return new Command()
    .optionsGroup('Findings:')
    .addOption(new Option('--state <states>', 'in these states').choices(STATES).argParser(listOf(STATES)))
    .addOption(
      new Option('--standing <standings>', 'pending: Git moved; explained: by a rule')
        .choices(STANDINGS)
        .argParser(listOf(STANDINGS)),
    )
    .addOption(new Option('--handling <kinds>', 'handled so').choices(HANDLING).argParser(listOf(HANDLING)))
    .addOption(
      new Option('--severity <levels>', 'of these severities').choices(SEVERITIES).argParser(listOf(SEVERITIES)),
    )
    .option('--cluster <name>', 'of this cluster')
    .option('-n, --namespace <name>', 'of this namespace')
    .option('--kind <kind>', 'on objects of this kind')
    .option('--name <name>', 'on objects of this name')
    .option('--source <name>', 'on objects of this source')
    .option('--owner <owner>', 'of this owner')
    .option('--cause <id>', 'of this cause')
    .addOption(
      new Option('--actor <class>', 'written by this class').choices(ACTOR_CLASSES).argParser(oneOf(ACTOR_CLASSES)),
    )
    .addOption(new Option('--older-than <span>', 'that have lasted longer, such as 24h').argParser(spanMs))
    .option('--newest', 'newest first; otherwise worst first, then oldest')
}

function listFlags() {
  return new Command()
    .optionsGroup('Result:')
    .addOption(
      new Option('-o, --output <format>', 'how to print the result')
        .choices(LIST_FORMATS)
        .argParser(oneOf(LIST_FORMATS))
        .default('table' as const),
    )
    .addOption(new Option('--limit <number>', 'most findings to list').argParser(wholeNumber).default(200))
    .option('-w, --watch', 'go on, and show each finding about which something is recorded; table and jsonl only')
}

type ListFlags = BaseFlags &
  ReturnType<ReturnType<typeof filterFlags>['opts']> &
  ReturnType<ReturnType<typeof listFlags>['opts']>

export const addList: AddLedgerCommand = (program, surroundings: Surroundings, found: Found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'list',
      summary: 'list findings with age, author and next step',
      description: 'List findings, a line each: how bad, where, what, since when, by whom, and what happens next.',
      flags: [filterFlags(), listFlags()],
      examples: [
        ['what drifts now, the worst first', ''],
        ['what nobody has looked at for a day', '--handling none --older-than 24h'],
        ['one namespace, as it changes', '-n shop --watch'],
        ['for a report', '-o markdown'],
      ],
    },
    (options) => {
      const flags = options as ListFlags
      const watch = flags.watch === true
      if (watch && flags.output !== 'table' && flags.output !== 'jsonl') throw notWatched(flags.output)
      const asked: ListArguments = {
        verb: 'list',
        filter: readFilter(flags),
        limit: flags.limit,
        watch,
        output: flags.output,
        ...readBase(flags, surroundings),
      }
      found({ command: 'ledger', asked })
    },
  )
}

/** What drifts now, unless something else is asked for. */
function readFilter(flags: ListFlags): ListFilter {
  const { cluster, namespace, kind, name, source, owner, cause, actor, olderThan, handling, severity } = flags
  return {
    states: flags.state ?? ['settling', 'open'],
    standings: flags.standing ?? ['drift', 'drift-and-pending'],
    order: flags.newest === true ? 'newest' : 'urgency',
    ...(handling === undefined ? {} : { handling }),
    ...(severity === undefined ? {} : { severities: severity }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(kind === undefined ? {} : { kind }),
    ...(name === undefined ? {} : { name }),
    ...(source === undefined ? {} : { source }),
    ...(owner === undefined ? {} : { owner }),
    ...(cause === undefined ? {} : { cause }),
    ...(actor === undefined ? {} : { actorClass: actor }),
    ...(olderThan === undefined ? {} : { olderThanMs: olderThan }),
  }
}

function notWatched(format: string): DriftageError {
  return new DriftageError(
    'DRF1007',
    `--watch goes on line by line, which -o ${format} cannot. Take table or jsonl. Nothing was read or changed.`,
  )
}
