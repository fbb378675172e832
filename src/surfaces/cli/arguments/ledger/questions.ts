import { Command, Option } from '@commander-js/extra-typings'
import { type AnswerFlags, type AnswerFormat, answerFlags } from '../output-flags.ts'
import { type AddLedgerCommand, addLedgerCommand, type LedgerBase, ONE_ID, readBase } from './ledger-command.ts'
import { wholeNumber } from './ledger-values.ts'

interface Question extends LedgerBase {
  readonly output: AnswerFormat
}

export type QuestionArguments =
  | (Question & { readonly verb: 'status' })
  /** `id`: of a finding, or how it begins. */
  | (Question & { readonly verb: 'show'; readonly id: string })
  | (Question & { readonly verb: 'history'; readonly id: string })
  | (Question & { readonly verb: 'overwritten'; readonly cluster?: string; readonly limit: number })
  | (Question & { readonly verb: 'fights'; readonly cluster?: string; readonly ended: boolean; readonly limit: number })
  | (Question & {
      readonly verb: 'activity'
      readonly subject?: string
      readonly kinds?: readonly string[]
      readonly limit: number
    })

export const addStatus: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'status',
      summary: 'say how fresh everything is, and what drifts',
      description:
        'Say how fresh the view of every cluster and source is, and how much drifts. Exit code 2 where something is not fresh.',
      flags: [answerFlags()],
      examples: [
        ['the service on this machine', ''],
        ['another', '--server https://driftage.example --token-file token'],
      ],
    },
    (options) => {
      const { output } = options as AnswerFlags
      found({ command: 'ledger', asked: { verb: 'status', output, ...readBase(options, surroundings) } })
    },
  )
}

export const addShow: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'show',
      operand: ONE_ID,
      summary: 'show all that is known of one finding',
      description: 'Show one finding: both sides, age, author with the evidence, handling, and what happens next.',
      flags: [answerFlags()],
      examples: [['by the id that list prints', '4f2c1d98']],
    },
    (options, [id = '']) => {
      const { output } = options as AnswerFlags
      found({ command: 'ledger', asked: { verb: 'show', id, output, ...readBase(options, surroundings) } })
    },
  )
}

export const addHistory: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'history',
      operand: ONE_ID,
      summary: 'show what happened to one finding',
      description: 'Show every period of one finding, what was decided, what people did, and what was undone.',
      flags: [answerFlags()],
      examples: [['by the id that list prints', '4f2c1d98']],
    },
    (options, [id = '']) => {
      const { output } = options as AnswerFlags
      found({ command: 'ledger', asked: { verb: 'history', id, output, ...readBase(options, surroundings) } })
    },
  )
}

function placeFlags() {
  return new Command().optionsGroup('Which:').option('--cluster <name>', 'of this cluster').addOption(limitOption())
}

function limitOption() {
  return new Option('--limit <number>', 'most entries to list').argParser(wholeNumber).default(100)
}

type PlaceFlags = AnswerFlags & ReturnType<ReturnType<typeof placeFlags>['opts']>

export const addOverwritten: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'overwritten',
      summary: 'list live changes that were undone',
      description:
        'List changes that somebody made in a cluster and that were undone: who, how long they lived, by what, how often.',
      flags: [placeFlags(), answerFlags()],
      examples: [['what did self-heal undo?', '--cluster prod-eu']],
    },
    (options) => {
      const { output, cluster, limit } = options as PlaceFlags
      const which = cluster === undefined ? { limit } : { cluster, limit }
      found({ command: 'ledger', asked: { verb: 'overwritten', ...which, output, ...readBase(options, surroundings) } })
    },
  )
}

function endedFlags() {
  return new Command().optionsGroup('Which:').option('--ended', 'those that are over, too')
}

export const addFights: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'fights',
      summary: 'list writers that undo each other',
      description: 'List fields at which two writers undo each other, with both names and how often.',
      flags: [placeFlags(), endedFlags(), answerFlags()],
      examples: [['who fights now?', '']],
    },
    (options) => {
      const { output, cluster, limit, ended } = options as PlaceFlags & { readonly ended?: true }
      const which = { ...(cluster === undefined ? {} : { cluster }), limit, ended: ended === true }
      found({ command: 'ledger', asked: { verb: 'fights', ...which, output, ...readBase(options, surroundings) } })
    },
  )
}

function activityFlags() {
  return new Command()
    .optionsGroup('Which:')
    .option('--subject <id>', 'about this finding, object, source or cluster')
    .option('--kind <kinds>', 'of these kinds, comma-separated, such as accepted,finding-opened')
    .addOption(limitOption())
}

export const addActivity: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'activity',
      summary: 'list what happened, newest first',
      description: 'List entries of the append-only record: what happened, when, by whom and through what.',
      flags: [activityFlags(), answerFlags()],
      examples: [
        ['what did people decide?', '--kind acknowledged,accepted,reopened,assigned'],
        ['what happened to one cluster?', '--subject prod-eu'],
      ],
    },
    (options) => {
      const { output, subject, kind, limit } = options as AnswerFlags &
        ReturnType<ReturnType<typeof activityFlags>['opts']>
      const kinds = kind?.split(',').filter((one) => one !== '')
      const which = { ...(subject === undefined ? {} : { subject }), ...(kinds === undefined ? {} : { kinds }), limit }
      found({ command: 'ledger', asked: { verb: 'activity', ...which, output, ...readBase(options, surroundings) } })
    },
  )
}
