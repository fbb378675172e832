import type { Json } from '../../model/json.ts'
import { parseLossless } from '../../model/lossless-json.ts'
import { type FailedReading, faultReading, invalidAnswer, type Question, statusReading } from './failed-reading.ts'
import { type StatusDetails, statusDetails } from './status-details.ts'
import type { ApiRequest, Transport } from './transport.ts'

/** JSON that came with a status of success, or why there is none. */
export type Reply =
  | { readonly state: 'found'; readonly value: Json; readonly text: string; readonly contentType: string }
  | (FailedReading & {
      /** HTTP status; undefined where there was no answer. */
      readonly status: number | undefined
      readonly details: StatusDetails | undefined
    })

/** Asks one cluster for JSON and puts failures into words. */
export class ApiAsker {
  readonly #transport: Transport
  readonly #cluster: string
  readonly #server: URL

  constructor(transport: Transport, cluster: string, server: URL) {
    this.#transport = transport
    this.#cluster = cluster
    this.#server = server
  }

  /** @param what in words for messages, such as `get Namespace/shop` */
  async ask(request: ApiRequest, what: string): Promise<Reply> {
    const question = this.question(request.path, what)
    const outcome = await this.#transport.send(request)
    if ('credentialError' in outcome) {
      const { credentialError: error } = outcome
      return { state: 'failed', reason: 'unauthorized', error, status: undefined, details: undefined }
    }
    if ('fault' in outcome) return { ...faultReading(outcome.fault, question), status: undefined, details: undefined }
    const { status, text, contentType } = outcome.answer
    const value = parse(text)
    if (status < 200 || status > 299) {
      const details = statusDetails(value)
      return { ...statusReading(status, details, question), status, details }
    }
    if (value === undefined) return { ...invalidAnswer(question, 'it is not JSON'), status, details: undefined }
    return { state: 'found', value, text, contentType }
  }

  /** For failures that only the caller can see, such as a list without items. */
  question(path: string, what: string): Question {
    const { origin, pathname } = this.#server
    const place = `${origin}${pathname.replace(/\/$/, '')}${path.replace(/\?.*$/, '')}`
    return { cluster: this.#cluster, what, place }
  }
}

function parse(text: string): Json | undefined {
  try {
    return parseLossless(text)
  } catch {
    return undefined
  }
}
