import { codedError } from '../../errors/driftage-error.ts'
import type { ErrorCode } from '../../errors/catalogue.ts'
import type { CodedError } from '../../model/coded-error.ts'
import type { FailureReason } from '../../live/cluster-reader.ts'
import type { Fault } from './connection-fault.ts'
import type { StatusDetails } from './status-details.ts'

/** The `failed` member of `Reading`. */
export interface FailedReading {
  readonly state: 'failed'
  readonly reason: FailureReason
  readonly error: CodedError
}

/** What was asked, for messages: `list apps/Deployment in shop`; and of whom. */
export interface Question {
  readonly cluster: string
  readonly what: string
  /** Address without query and credentials. */
  readonly place: string
}

const STATE = 'It is unknown, not absent and not in sync.'

export function failedReading(
  reason: FailureReason,
  code: ErrorCode,
  question: Question,
  happened: string,
  advice: string,
): FailedReading {
  const message = `Could not ${question.what} on cluster ${question.cluster}: ${happened}. ${advice}. ${STATE}`
  return { state: 'failed', reason, error: codedError(code, message, question.place) }
}

/** There was no answer. */
export function faultReading(fault: Fault, question: Question): FailedReading {
  const fail = (reason: FailureReason, code: ErrorCode, happened: string, advice: string) =>
    failedReading(reason, code, question, happened, advice)
  switch (fault.kind) {
    case 'unreachable':
      return fail('unreachable', 'DRF3020', `no connection (${fault.detail})`, 'Check address, network, VPN and proxy')
    case 'tls':
      return fail(
        'unreachable',
        'DRF3021',
        `TLS failed (${fault.detail})`,
        'Check certificate-authority, tls-server-name and client certificate',
      )
    case 'timeout':
      return fail('timeout', 'DRF3022', 'it took too long', 'Raise --request-timeout or look at the load of the server')
    case 'redirect':
      return fail(
        'invalid-answer',
        'DRF3023',
        `the server redirects elsewhere (${fault.detail})`,
        'Put the right address into the kubeconfig',
      )
    case 'invalid':
      return invalidAnswer(question, fault.detail)
  }
}

export function invalidAnswer(question: Question, problem: string): FailedReading {
  const advice = 'Check that the address is that of an API server and not of a proxy or login page'
  return failedReading('invalid-answer', 'DRF3032', question, `the answer cannot be used, since ${problem}`, advice)
}

/** The server answered with an error. */
export function statusReading(status: number, details: StatusDetails | undefined, question: Question): FailedReading {
  const happened = `the server answered ${describe(status, details)}`
  const fail = (reason: FailureReason, code: ErrorCode, advice: string) =>
    failedReading(reason, code, question, happened, advice)
  if (status === 401) return fail('unauthorized', 'DRF3012', 'Log in again or check the credentials of the user entry')
  if (status === 403 && isAccess(details)) return fail('forbidden', 'DRF3013', 'Grant the right, or leave this out')
  if (status === 404) return fail('refused', 'DRF3033', 'The path is not served: look for a missing CRD or API group')
  if (status === 429) return fail('throttled', 'DRF3030', 'Try later, or give this user a larger share')
  if (status >= 500) return fail('server-error', 'DRF3031', 'Look at the API server, its webhooks and APIServices')
  if (status >= 400) return fail('refused', 'DRF3034', 'Look at the named fields and at the policies of the cluster')
  return invalidAnswer(question, `its status is ${status}`)
}

/** Quotas, policies and terminating namespaces answer 403 as well, but no role would help against those. */
function isAccess(details: StatusDetails | undefined): boolean {
  return details === undefined || details.byAuthorizer
}

function describe(status: number, details: StatusDetails | undefined): string {
  if (details === undefined) return `${status}`
  const more = [...details.causes, ...details.fields].join(', ')
  return [`${status}`, details.reason, more === '' ? '' : `(${more})`].filter((part) => part !== '').join(' ')
}
