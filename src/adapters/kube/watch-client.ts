import { LineSplitter } from '../../live/watch/line-splitter.ts'
import { readWatchLine } from '../../live/watch/watch-line.ts'
import type { ListPage, WatchFailure, WatchItem, WatchRequest, WatchSource } from '../../live/watch/watch-source.ts'
import { at, type Json } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import type { ApiAsker } from './api-asker.ts'
import { collectionPath } from './api-path.ts'
import { connectionFault } from './connection-fault.ts'
import type { StreamOpening } from './event-stream.ts'
import { type FailedReading, faultReading, invalidAnswer, type Question, statusReading } from './failed-reading.ts'
import { type PageReading, readPage } from './paged-list.ts'
import { type StatusDetails, statusDetails } from './status-details.ts'
import type { Transport } from './transport.ts'

/** An object may have 1.5 MB, and managedFields come on top. */
const MAX_LINE_BYTES = 8 * 1_048_576
const OPEN_TIMEOUT_MS = 30_000
const LONGEST_RETRY_AFTER_S = 600

/** Watches one cluster over HTTP. */
export class WatchClient implements WatchSource {
  readonly #transport: Transport
  readonly #asker: ApiAsker

  constructor(transport: Transport, asker: ApiAsker) {
    this.#transport = transport
    this.#asker = asker
  }

  async *watch(
    kind: KindInfo,
    namespace: string,
    request: WatchRequest,
    signal: AbortSignal,
  ): AsyncGenerator<WatchItem> {
    const path = collectionPath(kind, namespace)
    const question = this.#asker.question(path, `watch ${kind.kind}${namespace === '' ? '' : ` in ${namespace}`}`)
    const limits = { openMs: OPEN_TIMEOUT_MS, idleMs: request.idleMs }
    const opening = await this.#transport.openStream(`${path}?${watchQuery(request)}`, limits, signal)
    if ('chunks' in opening) {
      yield { type: 'opened' }
      yield* readStream(opening, question, signal)
    } else if (!signal.aborted) yield refusal(opening, request, question)
  }

  async listPage(kind: KindInfo, namespace: string, token: string): Promise<ListPage | WatchFailure> {
    return this.#page(kind, namespace, await readPage(this.#asker, kind, namespace, token))
  }

  async collectionVersion(kind: KindInfo, namespace: string): Promise<string | WatchFailure> {
    // The watch begins again by itself. Trying here too, it would come back seconds after the cluster, and tell of no outage meanwhile.
    const options = { size: 1, onceWithoutAnswer: true }
    const page = this.#page(kind, namespace, await readPage(this.#asker, kind, namespace, '', options))
    return 'state' in page ? page.resourceVersion : page
  }

  #page(kind: KindInfo, namespace: string, page: PageReading): ListPage | WatchFailure {
    if (page.state === 'failed') {
      const meaning = page.status === undefined ? 'other' : meaningOf(page.status, page.details)
      return { ...failure(page), meaning }
    }
    if (page.resourceVersion !== '') return page
    const question = this.#asker.question(collectionPath(kind, namespace), `list ${kind.kind}`)
    return failure(invalidAnswer(question, 'it has no version'))
  }
}

function watchQuery({ resourceVersion, timeoutSeconds }: WatchRequest): string {
  const query = new URLSearchParams({
    watch: 'true',
    allowWatchBookmarks: 'true',
    timeoutSeconds: String(timeoutSeconds),
    ...(resourceVersion === undefined
      ? { sendInitialEvents: 'true', resourceVersionMatch: 'NotOlderThan' }
      : { resourceVersion }),
  })
  return query.toString()
}

/** The last item is an end, unless the caller ended it. */
async function* readStream(
  { chunks, contentType }: Extract<StreamOpening, { chunks: unknown }>,
  question: Question,
  signal: AbortSignal,
): AsyncGenerator<WatchItem> {
  if (!/\bjson\b/.test(contentType)) {
    yield failure(invalidAnswer(question, 'it is not JSON'))
    return
  }
  const lines = new LineSplitter(MAX_LINE_BYTES)
  try {
    for await (const chunk of chunks) {
      for (const line of lines.push(chunk)) {
        const item = line === undefined ? undefined : readWatchLine(line)
        if (item?.type === 'error') yield statusFailure(item.status, question)
        else yield item ?? { type: 'end', by: 'damaged' }
        if (item === undefined || item.type === 'error') return
      }
    }
  } catch (error) {
    if (signal.aborted) return
    const fault = connectionFault(error)
    if (fault.detail === 'UND_ERR_BODY_TIMEOUT') yield { type: 'end', by: 'silent' }
    else yield lines.isWithinLine ? { type: 'end', by: 'damaged' } : failure(faultReading(fault, question))
    return
  }
  if (!signal.aborted) yield { type: 'end', by: lines.isWithinLine ? 'damaged' : 'closed' }
}

function refusal(
  opening: Exclude<Awaited<ReturnType<Transport['openStream']>>, { chunks: unknown }>,
  request: WatchRequest,
  question: Question,
): WatchFailure {
  if ('credentialError' in opening) {
    return failure({ state: 'failed', reason: 'unauthorized', error: opening.credentialError })
  }
  if ('fault' in opening) return failure(faultReading(opening.fault, question))
  const { status, text, retryAfter } = opening.answer
  const details = statusDetails(parsed(text))
  const reading = statusReading(status, details, question)
  const initial = request.resourceVersion === undefined
  // What else could be wrong with such a request? Servers without the feature refuse it in one of these ways.
  if (initial && (status === 400 || status === 422)) return { ...failure(reading), meaning: 'no-initial-list' }
  return { ...failure(reading), meaning: meaningOf(status, details), retryAfterMs: pauseAsked(retryAfter) }
}

/** An ERROR line: the server had begun and cannot go on. */
function statusFailure(status: Json, question: Question): WatchFailure {
  const code = at(status, 'code')
  const details = statusDetails(status)
  if (typeof code !== 'number') return failure(invalidAnswer(question, 'its error has no code'))
  return { ...failure(statusReading(code, details, question)), meaning: meaningOf(code, details) }
}

function meaningOf(status: number, details: StatusDetails | undefined): WatchFailure['meaning'] {
  if (status === 410) return 'expired'
  if (status === 404) return 'not-served'
  return details?.causes.includes('ResourceVersionTooLarge') === true ? 'too-new' : 'other'
}

function failure({ reason, error }: FailedReading): WatchFailure {
  return { type: 'end', by: 'failure', meaning: 'other', reason, error, retryAfterMs: undefined }
}

function pauseAsked(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined || !/^\d{1,6}$/.test(retryAfter)) return undefined
  return Math.min(Number(retryAfter), LONGEST_RETRY_AFTER_S) * 1_000
}

function parsed(text: string): Json | undefined {
  try {
    return parseLossless(text)
  } catch {
    return undefined
  }
}
