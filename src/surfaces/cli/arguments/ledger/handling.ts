import { Command, Option } from '@commander-js/extra-typings'
import { DriftageError } from '../../../../errors/driftage-error.ts'
import { type AnswerFlags, type AnswerFormat, answerFlags } from '../output-flags.ts'
import { type AddLedgerCommand, addLedgerCommand, IDS, type LedgerBase, readBase } from './ledger-command.ts'
import { readUntil, type Until } from './ledger-values.ts'

interface Handle extends LedgerBase {
  /** Ids of findings, or how they begin; at least one. */
  readonly ids: readonly string[]
  readonly output: AnswerFormat
}

export type HandlingArguments =
  | (Handle & { readonly verb: 'ack' })
  | (Handle & { readonly verb: 'reopen' })
  | (Handle & { readonly verb: 'accept'; readonly until: Until; readonly reason: string })
  | (Handle & { readonly verb: 'assign'; readonly assignee: string | null })

export const addAck: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      operand: IDS,
      name: 'ack',
      summary: 'say that somebody has seen a finding',
      description:
        'Acknowledge findings: somebody has seen them and looks after them. They stay open and go on ageing.',
      flags: [answerFlags()],
      examples: [['by the id that list prints', '4f2c1d98']],
    },
    (options, ids) => {
      found({ command: 'ledger', asked: { verb: 'ack', ...readHandle(ids, options, surroundings) } })
    },
  )
}

export const addReopen: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      operand: IDS,
      name: 'reopen',
      summary: 'take an acknowledgement or acceptance back',
      description: 'Take back that findings were acknowledged or accepted.',
      flags: [answerFlags()],
      examples: [['by the id that list prints', '4f2c1d98']],
    },
    (options, ids) => {
      found({ command: 'ledger', asked: { verb: 'reopen', ...readHandle(ids, options, surroundings) } })
    },
  )
}

function acceptFlags() {
  return new Command()
    .optionsGroup('Acceptance:')
    .addOption(
      new Option('--until <time>', 'a span such as 14d, a date (to its end, UTC), or a time')
        .argParser(readUntil)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--reason <text>', 'why it may stay').makeOptionMandatory())
}

export const addAccept: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      operand: IDS,
      name: 'accept',
      summary: 'let a finding stay until a date',
      description:
        'Accept findings on purpose, for a reason and until a date. What is accepted is this value by this class of writer: another value, another writer or a higher severity speaks again.',
      flags: [acceptFlags(), answerFlags()],
      examples: [['during a load test', "4f2c1d98 --until 14d --reason 'load test, INC-7'"]],
    },
    (options, ids) => {
      const { until, reason } = options as ReturnType<ReturnType<typeof acceptFlags>['opts']>
      if (reason.trim() === '') {
        throw new DriftageError(
          'DRF1004',
          '--reason is empty: whoever reads of the drift later must learn why it was accepted. Nothing was changed.',
        )
      }
      found({ command: 'ledger', asked: { verb: 'accept', until, reason, ...readHandle(ids, options, surroundings) } })
    },
  )
}

function assignFlags() {
  return new Command()
    .optionsGroup('Assignment:')
    .option('--to <name>', 'team or person')
    .option('--to-nobody', 'take the assignment back')
}

export const addAssign: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      operand: IDS,
      name: 'assign',
      summary: 'give a finding to a team or a person',
      description: 'Give findings to a team or a person by name, or take them back.',
      flags: [assignFlags(), answerFlags()],
      examples: [
        ['to a team', '4f2c1d98 --to team-shop'],
        ['to nobody', '4f2c1d98 --to-nobody'],
      ],
    },
    (options, ids) => {
      const { to, toNobody } = options as ReturnType<ReturnType<typeof assignFlags>['opts']>
      if ((to === undefined) === (toNobody === undefined)) {
        throw new DriftageError('DRF1007', 'assign takes either --to NAME or --to-nobody. Nothing was changed.')
      }
      found({
        command: 'ledger',
        asked: { verb: 'assign', assignee: to ?? null, ...readHandle(ids, options, surroundings) },
      })
    },
  )
}

function readHandle(ids: readonly string[], options: object, surroundings: Parameters<typeof readBase>[1]): Handle {
  return { ids: [...new Set(ids)], output: (options as AnswerFlags).output, ...readBase(options, surroundings) }
}
