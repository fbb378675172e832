import type { AccessQuestion, ClusterReader, Discovery, Reading } from '../../live/cluster-reader.ts'
import { at, isObject, type JsonObject, stringAt } from '../../model/json.ts'
import type { KindInfo } from '../../model/kind-info.ts'
import type { WatchSource } from '../../live/watch/watch-source.ts'
import { stringifyLossless } from '../../model/lossless-json.ts'
import { ApiAsker, type Reply } from './api-asker.ts'
import { collectionPath, objectInWords, objectPath } from './api-path.ts'
import type { ClusterConfig } from './cluster-config.ts'
import { discoverKinds } from './discovery.ts'
import { invalidAnswer } from './failed-reading.ts'
import { OpenApiCache } from './openapi-cache.ts'
import { type DocumentPruning, KEEP_WHOLE_DOCUMENT, OpenApiDocuments } from './openapi-documents.ts'
import { listAll } from './paged-list.ts'
import { Transport, type TransportOptions } from './transport.ts'
import { WatchClient } from './watch-client.ts'

export interface ClusterClientOptions extends TransportOptions {
  /** Where OpenAPI documents are kept; undefined = nowhere. */
  readonly cacheDir?: string | undefined
  /** Applied to documents before they are kept and given out; default none. */
  readonly pruning?: DocumentPruning
}

/** A reader that holds connections. */
export interface ClusterClient extends ClusterReader {
  /** The same cluster as the same user, over connections of its own. */
  readonly stream: WatchSource
  /** Ends all connections; requests under way fail. */
  close(): Promise<void>
}

/** Reads one cluster over HTTP. Nothing is sent before the first call; no method throws. */
export function createClusterReader(config: ClusterConfig, options: ClusterClientOptions = {}): ClusterClient {
  return new HttpClusterClient(config, options)
}

class HttpClusterClient implements ClusterClient {
  readonly name: string
  readonly stream: WatchSource
  readonly #transport: Transport
  readonly #asker: ApiAsker
  readonly #openApi: OpenApiDocuments

  constructor(config: ClusterConfig, options: ClusterClientOptions) {
    const { cacheDir, pruning = KEEP_WHOLE_DOCUMENT, ...transportOptions } = options
    this.name = config.name
    this.#transport = new Transport(config, transportOptions)
    this.#asker = new ApiAsker(this.#transport, config.name, config.server)
    this.stream = new WatchClient(this.#transport, this.#asker)
    const cache = cacheDir === undefined ? undefined : new OpenApiCache(cacheDir)
    this.#openApi = new OpenApiDocuments(this.#asker, config.server, cache, pruning)
  }

  async version(): Promise<Reading<string>> {
    const what = 'read the version'
    const reply = await this.#asker.ask({ method: 'GET', path: '/version' }, what)
    if (reply.state === 'failed') return failure(reply)
    const version = stringAt(reply.value, 'gitVersion')
    if (version !== undefined) return { state: 'found', value: version }
    return invalidAnswer(this.#asker.question('/version', what), 'it names no version')
  }

  discover(): Promise<Discovery> {
    // Whoever asks what is served now wants its types as of now as well.
    this.#openApi.forgetIndex()
    return discoverKinds(this.#asker)
  }

  openApi(group: string, version: string): Promise<Reading<JsonObject>> {
    return this.#openApi.document(group, version)
  }

  async get(kind: KindInfo, namespace: string, name: string): Promise<Reading<JsonObject>> {
    const path = objectPath(kind, namespace, name)
    const what = `get ${objectInWords(kind, namespace, name)}`
    const reply = await this.#asker.ask({ method: 'GET', path }, what)
    if (reply.state === 'failed') return isAbsence(reply, name, namespace) ? { state: 'absent' } : failure(reply)
    if (isObject(reply.value) && isOf(kind, reply.value) && stringAt(reply.value, 'metadata', 'name') === name) {
      return { state: 'found', value: reply.value }
    }
    return invalidAnswer(this.#asker.question(path, what), 'it is about something else')
  }

  list(kind: KindInfo, namespace: string): Promise<Reading<readonly JsonObject[]>> {
    return listAll(this.#asker, kind, namespace)
  }

  async dryRunCreate(kind: KindInfo, namespace: string, manifest: JsonObject): Promise<Reading<JsonObject>> {
    const collection = collectionPath(kind, namespace)
    const path = `${collection}?dryRun=All&fieldValidation=Ignore`
    const what = `try out a ${kind.kind}`
    const reply = await this.#asker.ask({ method: 'POST', path, body: stringifyLossless(manifest) }, what)
    // Absent: there is nothing to create it in, since the namespace is gone.
    if (reply.state === 'failed') return isAbsence(reply, undefined, namespace) ? { state: 'absent' } : failure(reply)
    if (isObject(reply.value) && isOf(kind, reply.value)) return { state: 'found', value: reply.value }
    return invalidAnswer(this.#asker.question(collection, what), 'it is about something else')
  }

  async mayI(question: AccessQuestion): Promise<Reading<boolean>> {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
    const body = stringifyLossless({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { ...question } },
    })
    const what = `ask for the right to ${question.verb} ${question.resource}`
    const reply = await this.#asker.ask({ method: 'POST', path, body }, what)
    if (reply.state === 'failed') return failure(reply)
    const allowed = at(reply.value, 'status', 'allowed')
    if (typeof allowed === 'boolean') return { state: 'found', value: allowed }
    return invalidAnswer(this.#asker.question(path, what), 'it says neither yes nor no')
  }

  close(): Promise<void> {
    return this.#transport.close()
  }
}

/**
 * A 404 that names the object, or its namespace. One without a name says that the path is not served, which is no
 * absence of any object.
 */
function isAbsence({ status, details }: FailedReply, name: string | undefined, namespace: string): boolean {
  if (status !== 404 || details?.reason !== 'NotFound' || details.name === '') return false
  return details.name === name || (details.resource === 'namespaces' && details.name === namespace)
}

type FailedReply = Extract<Reply, { state: 'failed' }>

function failure({ state, reason, error }: FailedReply): Reading<never> {
  return { state, reason, error }
}

function isOf(kind: KindInfo, object: JsonObject): boolean {
  return stringAt(object, 'kind') === kind.kind
}
