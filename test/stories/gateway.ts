import { Agent, createServer, request as forward } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { makeCertificate } from '../certificates/certificates.ts'
import type { TestCluster } from '../cluster/cluster.ts'
import { writeKubeconfigs } from '../cluster/kubeconfig.ts'
import type { Handler } from '../faults/fault-server.ts'

/** Answers a request itself, or not at all; undefined lets the real API server answer. */
export type Interference = (request: IncomingMessage) => Handler | undefined

/** A real API server behind a gateway that does harm to some requests and passes on all others. */
export interface Gateway {
  /** Kubeconfig of the user `admin` that leads here. */
  readonly kubeconfig: string
  /** Takes effect with the next request. */
  interfere(how: Interference): void
  stop(): Promise<void>
}

export async function startGateway(cluster: TestCluster): Promise<Gateway> {
  const { certificate, key } = makeCertificate({ name: '127.0.0.1', hosts: ['127.0.0.1'] })
  const agent = new Agent({ ca: cluster.ca, keepAlive: true })
  let interference: Interference = () => undefined
  const server = createServer({ cert: certificate, key }, (request, response) => {
    const handler = interference(request) ?? passOn(cluster.url, agent)
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  const folder = join(cluster.dir, `gateway-${url.slice(-5)}`)
  const { admin } = await writeKubeconfigs(folder, url, certificate, { admin: cluster.tokens.admin })
  return {
    kubeconfig: admin,
    interfere: (how) => {
      interference = how
    },
    stop: () => {
      agent.destroy()
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function passOn(target: string, agent: Agent): Handler {
  return (request, response) => {
    const { method, headers } = request
    const outgoing = forward(new URL(request.url ?? '/', target), { method, headers, agent }, (incoming) => {
      response.writeHead(incoming.statusCode ?? 502, incoming.headers)
      incoming.pipe(response)
    })
    outgoing.on('error', () => response.destroy())
    request.pipe(outgoing)
  }
}

/** Harms requests whose path begins so. */
export function below(path: string, handler: Handler): Interference {
  return (request) => (request.url?.startsWith(path) === true ? handler : undefined)
}

/** Takes the request and never answers. */
export const silence: Handler = () => {}

/** Breaks the connection off. */
export const hangUp: Handler = (_request: IncomingMessage, response: ServerResponse) => {
  response.destroy()
}
