import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { makeCertificate } from '../certificates/certificates.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** An HTTPS server that answers as a test says: status lines and bodies only, no Kubernetes in it. */
export interface FaultServer {
  readonly url: string
  /** Certificate, which is its own authority, PEM. */
  readonly ca: string
  /** What was received so far, in order. */
  readonly requests: readonly IncomingMessage[]
  stop(): Promise<void>
}

/** @param handlers one a request, in order; the last one answers all further requests */
export async function startFaultServer(...handlers: readonly Handler[]): Promise<FaultServer> {
  const { certificate, key } = makeCertificate({ name: '127.0.0.1', hosts: ['127.0.0.1', 'cluster.example.com'] })
  const requests: IncomingMessage[] = []
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const handler = handlers[Math.min(requests.length, handlers.length - 1)]
    requests.push(request)
    handler?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: certificate,
    requests,
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Answers with a status and a body, as JSON unless the headers say otherwise. */
export function answer(status: number, body: unknown = '', headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
  }
}
