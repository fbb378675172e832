import { createServer, request as httpsRequest, Agent } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makeCertificate } from '../certificates/certificates.ts'

/** What happens to one request on its way: undefined = it goes through. */
export type Interference = (
  request: IncomingMessage,
) => undefined | ((response: ServerResponse, forward: () => void) => void)

/** One watch that is open through the gateway. */
export interface OpenStream {
  readonly path: string
  /** The connection is cut after the next so many bytes from the server. */
  cutAfter(bytes: number): void
  /** Everything is said twice. */
  stutter(): void
  /** Nothing comes through any more, and nobody is told (half-open). */
  freeze(): void
  /** What the server says from now on is kept, and said when the returned function is called. */
  hold(): () => void
  /** What the server says from now on is lost, until the returned function is called. */
  lose(): () => void
  /** The client gets this as if the server had sent it. */
  inject(text: string): void
  /** Ends as a server ends a watch. */
  end(): void
}

/**
 * Stands between a client and a real API server, and does to the connection what networks and load balancers do. Everything
 * that is said comes from the real server unless a test puts words into its mouth.
 */
export class FaultGateway {
  readonly ca: string
  /** Method and address of everything that came, in order. */
  readonly requests: string[] = []
  readonly streams = new Set<OpenStream>()
  interference: Interference = () => undefined
  /** Replaces what the client proves itself with. */
  authorization: string | undefined
  #url = ''
  readonly #upstream: URL
  readonly #agent: Agent
  readonly #server: ReturnType<typeof createServer>

  /** @param upstreamCa PEM */
  constructor(upstream: string, upstreamCa: string) {
    const { certificate, key } = makeCertificate({ name: '127.0.0.1', hosts: ['127.0.0.1'] })
    this.ca = certificate
    this.#upstream = new URL(upstream)
    this.#agent = new Agent({ ca: upstreamCa, keepAlive: false })
    this.#server = createServer({ cert: certificate, key }, (request, response) => this.#handle(request, response))
  }

  get url(): string {
    return this.#url
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    this.#url = `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  stop(): Promise<void> {
    this.#agent.destroy()
    this.#server.closeAllConnections()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  /** Requests of a collection: lists, streamed or in pages, without those that only go on. */
  lists(resource: string): string[] {
    return this.requests.filter((path) => {
      const { pathname, searchParams } = new URL(path, 'https://gateway')
      const begins =
        searchParams.has('sendInitialEvents') || (searchParams.has('limit') && !searchParams.has('continue'))
      return pathname.endsWith(`/${resource}`) && begins && searchParams.get('limit') !== '1'
    })
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request.url ?? '')
    const forward = (): void => this.#forward(request, response)
    const meddle = this.interference(request)
    if (meddle === undefined) forward()
    else meddle(response, forward)
  }

  #forward(request: IncomingMessage, response: ServerResponse): void {
    const { hostname, port } = this.#upstream
    const headers = endToEnd(request.headers)
    if (this.authorization !== undefined) headers.authorization = this.authorization
    const options = { hostname, port, path: request.url, method: request.method, headers, agent: this.#agent }
    const outgoing = httpsRequest(options, (incoming) => {
      response.writeHead(incoming.statusCode ?? 500, endToEnd(incoming.headers))
      response.flushHeaders()
      if (request.url?.includes('watch=true') === true) this.#stream(request.url, incoming, response)
      else incoming.pipe(response)
      incoming.on('error', () => response.destroy())
    })
    outgoing.on('error', () => response.destroy())
    response.on('close', () => outgoing.destroy())
    request.pipe(outgoing)
  }

  #stream(path: string, incoming: IncomingMessage, response: ServerResponse): void {
    let left = Number.POSITIVE_INFINITY
    let frozen = false
    let losing = false
    let held: Buffer[] | undefined
    let stuttered: Buffer | undefined
    const pass = (chunk: Buffer): void => {
      if (response.writableEnded) return
      if (stuttered !== undefined) {
        // Whole lines, as a chunk may end anywhere.
        const whole = Buffer.concat([stuttered, chunk])
        const end = whole.lastIndexOf('\n') + 1
        stuttered = whole.subarray(end)
        for (const line of whole.subarray(0, end).toString('utf8').match(/.*\n/g) ?? []) response.write(line + line)
      } else if (chunk.length < left) response.write(chunk)
      else response.write(chunk.subarray(0, left), () => response.destroy())
      left -= chunk.length
    }
    const stream: OpenStream = {
      path,
      cutAfter: (bytes) => {
        left = bytes
      },
      stutter: () => {
        stuttered ??= Buffer.alloc(0)
      },
      freeze: () => {
        frozen = true
      },
      hold: () => {
        held ??= []
        return () => {
          for (const chunk of held?.splice(0) ?? []) pass(chunk)
          held = undefined
        }
      },
      lose: () => {
        losing = true
        return () => {
          losing = false
        }
      },
      inject: (text) => response.write(text),
      end: () => response.end(),
    }
    this.streams.add(stream)
    incoming.on('data', (chunk: Buffer) => {
      if (frozen || losing) return
      if (held === undefined) pass(chunk)
      else held.push(chunk)
    })
    incoming.on('end', () => frozen || response.end())
    response.on('close', () => this.streams.delete(stream))
  }
}

/** Without the headers that are about one connection. */
function endToEnd(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const kept = { ...headers }
  for (const name of ['connection', 'transfer-encoding', 'host']) delete kept[name]
  return kept
}

/** Answers with a status and a body, without asking the server. */
export function refuse(status: number, body: object, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
}
