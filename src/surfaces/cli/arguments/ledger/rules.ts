import { Argument, Command, Option } from '@commander-js/extra-typings'
import { DriftageError } from '../../../../errors/driftage-error.ts'
import { oneOf } from '../flag-values.ts'
import { type AddLedgerCommand, addLedgerCommand, type LedgerBase, readBase } from './ledger-command.ts'

const RULES_FORMATS = ['table', 'json', 'yaml', 'markdown'] as const
export type RulesFormat = (typeof RULES_FORMATS)[number]

export interface RulesArguments extends LedgerBase {
  readonly verb: 'rules'
  /** Absent = the rules that explain fields now. */
  readonly test?: RulesTest
  readonly output: RulesFormat
}

/** Configurations whose rules are replayed over what is recorded. */
export interface RulesTest {
  readonly file: string
  /** The configuration in force, to compare with; absent = what is recorded. */
  readonly inForce?: string
}

const WHAT = ['test'] as const
/** Where nothing else is said, as editors and examples have it. */
const USUAL_FILE = 'driftage.yaml'

function rulesFlags() {
  return new Command()
    .optionsGroup('Test:')
    .option('--config <file>', 'the configuration; beside [file], the one in force, and both are asked')
    .optionsGroup('Result:')
    .addOption(
      new Option('-o, --output <format>', 'how to print the result')
        .choices(RULES_FORMATS)
        .argParser(oneOf(RULES_FORMATS))
        .default('table' as const),
    )
}

type RulesFlags = ReturnType<ReturnType<typeof rulesFlags>['opts']>

export const addRules: AddLedgerCommand = (program, surroundings, found) => {
  addLedgerCommand(
    program,
    surroundings,
    {
      name: 'rules',
      operands: [
        new Argument('[what]', 'test: replay rules over what is recorded').choices(WHAT).argParser(oneOf(WHAT)),
        new Argument('[file]', `the file with the rules to test (default: ${USUAL_FILE})`),
      ],
      summary: 'list rules with what they explain now, or test others',
      description:
        'List the rules that explain fields now, with how many, so that none hides more than it should. With test: replay the rules of a configuration over the recorded findings and say what would change, against what is recorded or against the configuration in force. Writes nothing. Exit code of test: 1 where something would change, 2 where that cannot be told.',
      flags: [rulesFlags()],
      examples: [
        ['which rules hide most?', ''],
        ['what would this configuration change?', 'test driftage.yaml'],
        ['what would another one change?', 'test changed.yaml --config driftage.yaml'],
      ],
    },
    (options, operands) => {
      const flags = options as RulesFlags
      const asked = { verb: 'rules' as const, output: flags.output, ...readBase(options, surroundings) }
      const test = readTest(operands, flags)
      found({ command: 'ledger', asked: test === undefined ? asked : { ...asked, test } })
    },
  )
}

/** @throws DriftageError DRF1007 */
function readTest([what, file]: readonly string[], { config }: RulesFlags): RulesTest | undefined {
  if (what === undefined) {
    if (config === undefined) return undefined
    throw new DriftageError('DRF1007', '--config goes with driftage rules test only.')
  }
  if (file === undefined) return { file: config ?? USUAL_FILE }
  return config === undefined ? { file } : { file, inForce: config }
}
