import { Agent, request } from 'node:https'
import type { Json } from '../../src/model/json.ts'
import { parseLossless } from '../../src/model/lossless-json.ts'
import type { TestCluster } from '../cluster/cluster.ts'
import type { ClusterUser } from '../cluster/users.ts'

/** One write as some client sends it. */
export interface Write {
  readonly method: 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: Json
  readonly patch?: 'strategic-merge' | 'merge' | 'json' | 'apply'
  /** Sent as `fieldManager`; absent = the server takes the user agent. */
  readonly manager?: string
  readonly force?: boolean
  readonly dryRun?: boolean
  readonly userAgent?: string
  /** User name to act as. */
  readonly as?: string
}

export interface Answer {
  readonly status: number
  readonly body: Json
}

const CONTENT_TYPES = {
  'strategic-merge': 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
}

/** Sends writes as one user over connections that stay open. */
export class Sender {
  readonly #url: string
  readonly #token: string
  readonly #agent: Agent

  constructor(cluster: TestCluster, user: ClusterUser) {
    this.#url = cluster.url
    this.#token = cluster.tokens[user]
    this.#agent = new Agent({ ca: cluster.ca, keepAlive: true, maxSockets: 8 })
  }

  send(write: Write): Promise<Answer> {
    const url = new URL(write.path, this.#url)
    if (write.manager !== undefined) url.searchParams.set('fieldManager', write.manager)
    if (write.force === true) url.searchParams.set('force', 'true')
    if (write.dryRun === true) url.searchParams.set('dryRun', 'All')
    const text = write.body === undefined ? '' : JSON.stringify(write.body)
    const headers = {
      authorization: `Bearer ${this.#token}`,
      accept: 'application/json',
      'user-agent': write.userAgent ?? 'kubectl/v1.36.3 (linux/amd64) kubernetes/0000000',
      'content-type': write.patch === undefined ? 'application/json' : CONTENT_TYPES[write.patch],
      'content-length': String(Buffer.byteLength(text)),
      ...(write.as === undefined ? {} : { 'impersonate-user': write.as }),
    }
    return new Promise((resolve, reject) => {
      const outgoing = request(url, { method: write.method, headers, agent: this.#agent }, (incoming) => {
        const parts: Buffer[] = []
        incoming.on('data', (part: Buffer) => parts.push(part))
        incoming.on('error', reject)
        incoming.on('end', () => {
          const body = parseLossless(Buffer.concat(parts).toString('utf8'))
          resolve({ status: incoming.statusCode ?? 0, body })
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
