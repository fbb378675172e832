import type { ServerResponse } from 'node:http'
import { type FaultGateway, refuse } from '../../test/live/fault-gateway.ts'
import type { RecordedObjects } from './recorded-objects.ts'

/** Collections and objects that are served here; all else goes to the real server. */
const SERVED = /^\/(?:api\/v1|apis\/apps\/v1)(?:\/namespaces\/([^/]+))?\/(configmaps|deployments)(?:\/([^/]+))?$/

/** Bytes that are put together before they are written. */
const CHUNK = 256 * 1024

interface Follower {
  readonly plural: string
  readonly response: ServerResponse
}

/** Serves recorded objects over HTTP as an API server does: the initial list as a stream, then what changes. */
export class RecordedStream {
  readonly #objects: RecordedObjects
  readonly #followers = new Set<Follower>()

  constructor(objects: RecordedObjects, gateway: FaultGateway) {
    this.#objects = objects
    gateway.interference = (request) => {
      const url = new URL(request.url ?? '', 'https://gateway')
      const [, namespace, plural, name] = SERVED.exec(url.pathname) ?? []
      if (plural === undefined) return undefined
      return (response) => {
        if (name !== undefined) this.#answerObject(response, plural, namespace ?? '', name)
        else if (url.searchParams.get('watch') === 'true') void this.#follow(response, plural, url.searchParams)
        else this.#answerVersion(response)
      }
    }
  }

  /** Tells everybody who follows of the newest version of these objects. */
  tell(changed: readonly number[]): void {
    for (const { plural, response } of this.#followers) {
      const lines = changed.filter((n) => this.#objects.pluralOf(n) === plural).map((n) => this.#line('MODIFIED', n))
      response.write(lines.join(''))
    }
  }

  #line(type: 'ADDED' | 'MODIFIED', n: number): string {
    return `{"type":"${type}","object":${this.#objects.text(n)}}\n`
  }

  async #follow(response: ServerResponse, plural: string, asked: URLSearchParams): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.flushHeaders()
    if (asked.has('sendInitialEvents')) await this.#list(response, plural)
    else this.#goOn(response, plural, Number(asked.get('resourceVersion')))
    const follower = { plural, response }
    this.#followers.add(follower)
    const bookmarks = setInterval(() => response.write(this.#bookmark(plural)), 60_000)
    const leave = (): void => {
      this.#followers.delete(follower)
      clearInterval(bookmarks)
      clearTimeout(end)
    }
    const end = setTimeout(
      () => {
        leave()
        response.end()
      },
      Number(asked.get('timeoutSeconds')) * 1_000,
    )
    response.on('close', leave)
  }

  async #list(response: ServerResponse, plural: string): Promise<void> {
    let chunk = ''
    for (let n = 0; n < this.#objects.count; n++) {
      if (this.#objects.pluralOf(n) === plural) chunk += this.#line('ADDED', n)
      if (chunk.length < CHUNK) continue
      if (!response.write(chunk)) await drained(response)
      chunk = ''
    }
    response.write(chunk + this.#bookmark(plural, { 'k8s.io/initial-events-end': 'true' }))
  }

  /** What changed since the client last heard. */
  #goOn(response: ServerResponse, plural: string, version: number): void {
    const missed = this.#objects.changedSince(version).filter((n) => this.#objects.pluralOf(n) === plural)
    if (missed.length > 0) response.write(missed.map((n) => this.#line('MODIFIED', n)).join(''))
  }

  #bookmark(plural: string, annotations?: Readonly<Record<string, string>>): string {
    const [apiVersion, kind] = plural === 'configmaps' ? ['v1', 'ConfigMap'] : ['apps/v1', 'Deployment']
    const object = { apiVersion, kind, metadata: { resourceVersion: this.#objects.newest, annotations } }
    return `${JSON.stringify({ type: 'BOOKMARK', object })}\n`
  }

  #answerObject(response: ServerResponse, plural: string, namespace: string, name: string): void {
    const n = this.#objects.at(plural, namespace, name)
    if (n === undefined) return refuse(404, { kind: 'Status', status: 'Failure', reason: 'NotFound' })(response)
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(this.#objects.text(n))
  }

  /** Whoever asks for one object of the collection wants to know how far the history has come. */
  #answerVersion(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ metadata: { resourceVersion: this.#objects.newest }, items: [] }))
  }
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}
