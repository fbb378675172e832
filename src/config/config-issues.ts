import type { z } from 'zod'
import type { ErrorCode } from '../errors/catalogue.ts'
import { didYouMean } from '../errors/did-you-mean.ts'
import { codedError } from '../errors/driftage-error.ts'
import type { CodedError } from '../model/coded-error.ts'
import type { ConfigDocument } from './config-yaml.ts'
import { printConfigPath } from './config-path.ts'
import { keysAt, type JsonSchema } from './schema-keys.ts'

type Issue = z.core.$ZodIssue

/** What does not fit the schema, in words that never repeat a value, each with file, line and column. */
export function issueErrors(
  issues: readonly Issue[],
  document: ConfigDocument,
  schema: JsonSchema,
): readonly CodedError[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey([...issue.path, key], document, schema))
      : [issueError(issue, document)],
  )
}

function unknownKey(path: readonly PropertyKey[], document: ConfigDocument, schema: JsonSchema): CodedError {
  const known = keysAt(schema, path.slice(0, -1))
  const guess = didYouMean(String(path.at(-1)), known)
  const message = `There is no key ${printConfigPath(path)}.${guess} Here may stand ${known.join(', ')}.`
  return configError('DRF1202', message, document.placeOf(path, true))
}

function issueError(issue: Issue, document: ConfigDocument): CodedError {
  const { path } = issue
  if ((issue.code === 'invalid_type' || issue.code === 'invalid_value') && !document.has(path)) {
    return configError('DRF1204', `${printConfigPath(path)} is missing; add it.`, document.placeOf(path))
  }
  const place = document.placeOf(path)
  const text = issue.code === 'invalid_value' ? choiceText(issue) : issueText(issue)
  return configError(codeOf(issue), `${printConfigPath(path)}: ${text}.`, place)
}

export function configError(code: ErrorCode, message: string, place: string): CodedError {
  return codedError(code, `${message} A service that runs keeps the configuration that it has.`, place)
}

/** Custom checks may bring the code under which they are told. */
function codeOf(issue: Issue): ErrorCode {
  const code: unknown = issue.code === 'custom' ? issue.params?.['code'] : undefined
  return code === 'DRF1205' || code === 'DRF1210' ? code : 'DRF1203'
}

function choiceText({ values }: Extract<Issue, { code: 'invalid_value' }>): string {
  return `this must be ${values.length === 1 ? '' : 'one of '}${values.map(String).join(', ')}`
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
}

function issueText(issue: Exclude<Issue, { code: 'invalid_value' }>): string {
  switch (issue.code) {
    case 'invalid_type':
      // A field may say itself what it wants; zod's own words begin like this.
      return issue.message.startsWith('Invalid input')
        ? `this must be ${TYPES[issue.expected] ?? issue.expected}`
        : issue.message
    case 'too_small':
      return `this must be at least ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `this must be at most ${issue.maximum}${unitOf(issue.origin)}`
    case 'custom':
    case 'invalid_format':
      return issue.message
    default:
      return 'this value is not allowed here'
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long'
  return origin === 'array' || origin === 'record' ? ' entries long' : ''
}
