import { Agent, request } from 'node:https'
import type { Json } from '../../src/model/json.ts'
import { parseLossless, stringifyLossless } from '../../src/model/lossless-json.ts'
import type { TestCluster } from './cluster.ts'
import type { ClusterUser } from './users.ts'

export type PatchType = 'strategic-merge-patch' | 'merge-patch' | 'json-patch' | 'apply-patch'

/** One request as a client of a certain name sends it. */
export interface RawRequest {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: Json
  readonly patch?: PatchType
  /** Sent as `fieldManager`; where it is absent the server takes the beginning of the user agent. */
  readonly manager?: string
  readonly force?: boolean
  readonly dryRun?: boolean
  readonly userAgent?: string
  /** User name to act as. */
  readonly as?: string
}

export interface RawAnswer {
  readonly status: number
  readonly body: Json
}

const KUBECTL = 'kubectl/v1.36.3 (linux/amd64) kubernetes/0000000'

/** Talks to the API server as one user over connections that stay open, without rounding integers. */
export class RawApi {
  readonly #url: string
  readonly #token: string
  readonly #agent: Agent

  constructor(cluster: TestCluster, user: ClusterUser) {
    this.#url = cluster.url
    this.#token = cluster.tokens[user]
    this.#agent = new Agent({ ca: cluster.ca, keepAlive: true, maxSockets: 8 })
  }

  send(what: RawRequest): Promise<RawAnswer> {
    const url = new URL(what.path, this.#url)
    if (what.manager !== undefined) url.searchParams.set('fieldManager', what.manager)
    if (what.force === true) url.searchParams.set('force', 'true')
    if (what.dryRun === true) url.searchParams.set('dryRun', 'All')
    const headers: Record<string, string> = {
      authorization: `Bearer ${this.#token}`,
      accept: 'application/json',
      'user-agent': what.userAgent ?? KUBECTL,
    }
    if (what.as !== undefined) headers['impersonate-user'] = what.as
    const text = what.body === undefined ? undefined : stringifyLossless(what.body)
    if (text !== undefined) {
      headers['content-type'] = contentType(what.patch)
      // Node leaves the length out for DELETE, and the server then takes the body for the next request.
      headers['content-length'] = String(Buffer.byteLength(text))
    }
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method: what.method, headers, agent: this.#agent }, (incoming) => {
        const parts: Buffer[] = []
        incoming.on('data', (part: Buffer) => parts.push(part))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const answer = Buffer.concat(parts).toString('utf8')
          const isJson = incoming.headers['content-type']?.startsWith('application/json') === true
          resolve({ status: incoming.statusCode ?? 0, body: isJson ? parseLossless(answer) : answer })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(text)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

function contentType(patch: PatchType | undefined): string {
  if (patch === undefined) return 'application/json'
  return patch === 'apply-patch' ? 'application/apply-patch+yaml' : `application/${patch}+json`
}
