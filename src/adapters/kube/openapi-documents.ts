import { createHash } from 'node:crypto'
import type { Reading } from '../../live/cluster-reader.ts'
import { at, isObject, type JsonObject, stringAt } from '../../model/json.ts'
import type { ApiAsker, Reply } from './api-asker.ts'
import { groupVersionPath } from './api-path.ts'
import { invalidAnswer } from './failed-reading.ts'
import type { OpenApiCache } from './openapi-cache.ts'

/** Makes a document smaller before it is kept. `id` changes whenever `prune` would give something else. */
export interface DocumentPruning {
  readonly id: string
  readonly prune: (document: JsonObject) => JsonObject
}

export const KEEP_WHOLE_DOCUMENT: DocumentPruning = { id: 'whole', prune: (document) => document }

const INDEX = '/openapi/v3'

/** OpenAPI v3 documents of one cluster: one index, then one document a group version, from disk where its hash is known. */
export class OpenApiDocuments {
  readonly #asker: ApiAsker
  readonly #cache: OpenApiCache | undefined
  readonly #pruning: DocumentPruning
  readonly #pathPrefix: string
  #index: Promise<Reply> | undefined

  /** @param server URL, whose path stands in front of the addresses that the index gives */
  constructor(asker: ApiAsker, server: URL, cache: OpenApiCache | undefined, pruning: DocumentPruning) {
    this.#asker = asker
    this.#cache = cache
    this.#pruning = pruning
    this.#pathPrefix = server.pathname.replace(/\/$/, '')
  }

  /** The next question reads the index anew: types may be others now. */
  forgetIndex(): void {
    this.#index = undefined
  }

  async document(group: string, version: string): Promise<Reading<JsonObject>> {
    const index = await this.#readIndex()
    if (index.state === 'failed') return index.status === 404 ? { state: 'absent' } : failure(index)
    const paths = at(index.value, 'paths')
    const address = stringAt(paths, groupVersionPath(group, version).slice(1), 'serverRelativeURL')
    if (address === undefined) return isObject(paths) ? { state: 'absent' } : this.#invalid(INDEX, 'it has no paths')
    const path = address.startsWith(`${this.#pathPrefix}/`) ? address.slice(this.#pathPrefix.length) : address
    const hash = new URLSearchParams(address.split('?')[1] ?? '').get('hash')
    const cached = hash === null ? undefined : await this.#cache?.read(this.#key(hash))
    return cached === undefined ? this.#fetch(path, hash) : { state: 'found', value: cached }
  }

  /** Once until it is forgotten; a failure is not kept. */
  #readIndex(): Promise<Reply> {
    if (this.#index !== undefined) return this.#index
    const asked: Promise<Reply> = this.#asker
      .ask({ method: 'GET', path: INDEX }, 'read the OpenAPI index')
      .then((reply) => {
        if (reply.state === 'failed' && this.#index === asked) this.#index = undefined
        return reply
      })
    this.#index = asked
    return asked
  }

  async #fetch(path: string, hash: string | null): Promise<Reading<JsonObject>> {
    const reply = await this.#asker.ask({ method: 'GET', path }, 'read an OpenAPI document')
    if (reply.state === 'failed') return failure(reply)
    if (!isObject(reply.value) || !isObject(at(reply.value, 'paths')))
      return this.#invalid(path, 'it is no OpenAPI document')
    const document = this.#pruning.prune(reply.value)
    // The hash is that of the text. Where it is not, another cluster could claim it for a document of its own (B-58).
    if (hash !== null && hash.toLowerCase() === sha512(reply.text)) await this.#cache?.write(this.#key(hash), document)
    return { state: 'found', value: document }
  }

  #key(hash: string): string {
    return `${hash.toLowerCase()} ${this.#pruning.id}`
  }

  #invalid(path: string, problem: string): Reading<never> {
    return invalidAnswer(this.#asker.question(path, 'read OpenAPI'), problem)
  }
}

function failure({ state, reason, error }: Extract<Reply, { state: 'failed' }>): Reading<never> {
  return { state, reason, error }
}

function sha512(text: string): string {
  return createHash('sha512').update(text).digest('hex')
}
