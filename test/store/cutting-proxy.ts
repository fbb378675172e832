import { createServer, connect, type AddressInfo, type Socket } from 'node:net'

/** Stands between a client and a PostgreSQL server, and cuts one connection at a commit. */
export interface CuttingProxy {
  /** The URL of the same database, through the proxy. */
  readonly url: string
  /** At the next commit: `before` the server gets it, or `after` the server has answered and before the client hears. */
  cutNextCommit(when: 'before' | 'after'): void
  stop(): Promise<void>
}

export async function startCuttingProxy(url: string): Promise<CuttingProxy> {
  const target = new URL(url)
  const { hostname, port } = target
  const sockets = new Set<Socket>()
  let cut: 'before' | 'after' | undefined
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    let deaf = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    const end = (): void => {
      client.destroy()
      upstream.destroy()
    }
    client.on('data', (data) => {
      if (cut !== undefined && data.includes('commit')) {
        if (cut === 'before') {
          cut = undefined
          return end()
        }
        cut = undefined
        deaf = true
      }
      upstream.write(data)
    })
    upstream.on('data', (data) => (deaf ? end() : client.write(data)))
    client.on('close', end)
    upstream.on('close', end)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  target.port = String((server.address() as AddressInfo).port)
  return {
    url: target.href,
    cutNextCommit: (when) => {
      cut = when
    },
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
