import { type ErrorCode, ERRORS } from '../../../errors/catalogue.ts'
import { DriftageError } from '../../../errors/driftage-error.ts'
import { didYouMean } from '../../../errors/did-you-mean.ts'
import type { ErrorsArguments } from '../arguments/errors.ts'

/** The paragraph of a code, or the list of all codes. @throws DriftageError DRF1010 */
export function errors(asked: ErrorsArguments): string {
  const codes = Object.keys(ERRORS).sort() as ErrorCode[]
  if (asked.code === undefined) return codes.map((code) => `${code}  ${ERRORS[code].title}\n`).join('')
  const wanted = asked.code.toUpperCase()
  const code = codes.find((candidate) => candidate === wanted)
  if (code !== undefined) return `${code} ${ERRORS[code].title}\n\n${ERRORS[code].text}\n`
  throw new DriftageError('DRF1010', `The catalogue has no code "${asked.code}".${didYouMean(wanted, codes)}`)
}
