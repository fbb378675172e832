import type { CommanderError } from '@commander-js/extra-typings'
import type { ErrorCode } from '../../../errors/catalogue.ts'
import type { CodedError } from '../../../model/coded-error.ts'

const CODES: Readonly<Record<string, ErrorCode>> = {
  'commander.unknownCommand': 'DRF1001',
  'commander.unknownOption': 'DRF1002',
  'commander.optionMissingArgument': 'DRF1003',
  'commander.invalidArgument': 'DRF1004',
  'commander.missingArgument': 'DRF1005',
  'commander.excessArguments': 'DRF1006',
  'commander.conflictingOption': 'DRF1007',
}

/** What commander refuses, in the words of our catalogue. */
export function misuse(error: CommanderError): CodedError {
  return { code: CODES[error.code] ?? 'DRF1004', message: plainWords(error.message) }
}

function plainWords(message: string): string {
  const [sentence = '', suggestion] = message.replace(/^error: /, '').split('\n')
  const meant = suggestion?.replace(/^\((.*)\)$/, ' $1') ?? ''
  const flagged = sentence
    .replace(/^option '(?:-\w, )?(--[\w-]+)[^']*' argument '([^]*)' is invalid\. /, '"$2" cannot be used for $1. ')
    .replace(/^command-argument value '([^]*)' is invalid for argument '([^']*)'\. /, '"$1" cannot be used for <$2>. ')
    .replace(/^option '(?:-\w, )?(--[\w-]+ <.*>)' argument missing$/, 'The flag $1 needs its value')
    // What follows the name may be a token.
    .replace(/^unknown option '([^=]*)[^]*'$/, 'There is no flag $1 here')
    .replace(/^unknown command '(.*)'$/, 'There is no command "$1"')
    .replace(
      /^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+)\.$/,
      '$1 takes $2 words and was given $3.',
    )
    .replace(/^missing required argument '(.*)'$/, 'The argument <$1> is missing')
  return `${endWithStop(flagged)}${meant}`
}

function endWithStop(sentence: string): string {
  return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
}
