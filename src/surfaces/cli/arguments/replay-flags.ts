import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings'
import { LIST_FORMATS, type ListFormat } from './ledger/list.ts'

/** How an archive is replayed, and how what was seen is printed. */
export interface ReplayChoices {
  /** Undefined = a folder of the archive's own under the cache folder. */
  readonly data?: string
  /** How many times faster than it happened; undefined = as fast as the machine can. */
  readonly speed?: number
  readonly output: ListFormat
}

export function replayFlags() {
  return new Command()
    .optionsGroup('Replay:')
    .option('--data <folder>', 'where the memory is kept; a second start goes on there (default: in the cache folder)')
    .addOption(
      new Option('--speed <factor>', 'times faster than it happened (default: as fast as it can)').argParser(factor),
    )
    .addOption(
      new Option('-o, --output <format>', 'how to print the findings').choices(LIST_FORMATS).default('table' as const),
    )
}

export type ReplayFlags = ReturnType<ReturnType<typeof replayFlags>['opts']>

export function readReplay({ data, speed, output }: ReplayFlags): ReplayChoices {
  return {
    ...(data === undefined ? {} : { data }),
    ...(speed === undefined ? {} : { speed }),
    output,
  }
}

function factor(text: string): number {
  const value = Number(text)
  if (/^\d{1,12}(\.\d{1,6})?$/.test(text) && value > 0) return value
  throw new InvalidArgumentError('It takes a number above 0, such as 86400 for a day in a second.')
}
