import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ErrorCode, ERRORS } from '../../errors/catalogue.ts'
import { intakeBody } from '../intake-body.ts'
import { acceptPush, MOST_PUSH_BYTES, type PushContext, type PushRefusal } from './accept-push.ts'
import { carriesProof } from './authentic.ts'
import { SeenDeliveries } from './seen-deliveries.ts'

/** What stands behind the intake; composed outside. */
export interface PushInlet extends Pick<PushContext, 'secrets'> {
  /** As they are configured now. */
  readonly sources: () => PushContext['sources']
  /** Looks at a source soon. */
  readonly poke: (source: string) => void
}

/** Bodies are read before anybody is known, so few at a time may hold memory. */
const AT_ONCE = 8

/** Serves `/webhooks/git` on plain requests of Node: a push that is authentic makes its sources be looked at now. */
export function pushReceiver(inlet: PushInlet): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const seen = new SeenDeliveries()
  let reading = 0
  return async (request, response) => {
    const early = reading >= AT_ONCE ? REFUSED.busy : refusedByHead(request)
    if (early !== undefined) return refuse(response, early, true)
    reading += 1
    const body = await intakeBody(request, MOST_PUSH_BYTES).finally(() => (reading -= 1))
    if (body === 'gone') return
    if (body === 'too-large') return refuse(response, REFUSED['too-large'], true)
    const context = { secrets: inlet.secrets, sources: inlet.sources(), seen }
    const answer = acceptPush({ headers: request.headers, body }, context)
    if (!answer.accepted) return refuse(response, REFUSED[answer.reason], false)
    for (const source of answer.sources) inlet.poke(source)
    // Which sources there are is nobody’s business who only may announce pushes.
    send(response, 202, 'application/json', { taken: true })
  }
}

type Refusal = readonly [status: number, code: ErrorCode]

const REFUSED: Readonly<Record<PushRefusal | 'elsewhere' | 'busy', Refusal>> = {
  elsewhere: [404, 'DRF2090'],
  unsigned: [401, 'DRF2091'],
  'not-authentic': [401, 'DRF2091'],
  'too-large': [413, 'DRF2092'],
  malformed: [400, 'DRF2093'],
  busy: [503, 'DRF2094'],
}

/** Nothing of a body is read for what the head alone refuses. */
function refusedByHead({ method, url = '', headers }: IncomingMessage): Refusal | undefined {
  if (method !== 'POST' || url.split('?')[0] !== '/webhooks/git') return REFUSED.elsewhere
  if (!carriesProof(headers)) return REFUSED.unsigned
  return Number(headers['content-length'] ?? 0) > MOST_PUSH_BYTES ? REFUSED['too-large'] : undefined
}

/** @param isUnread the rest of the request is not read, so the connection cannot be used again */
function refuse(response: ServerResponse, [status, code]: Refusal, isUnread: boolean): void {
  const { title, text } = ERRORS[code]
  if (isUnread) response.setHeader('connection', 'close')
  if (status === 503) response.setHeader('retry-after', '5')
  send(response, status, 'application/problem+json', { type: 'about:blank', title, status, code, detail: text })
}

function send(response: ServerResponse, status: number, type: string, content: object): void {
  const body = JSON.stringify(content)
  response.writeHead(status, { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) })
  response.end(body)
}
