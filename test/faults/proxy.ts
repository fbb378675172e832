import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

/** A real forward proxy that opens tunnels for whoever knows the password. */
export interface TestProxy {
  /** @param pair user and password as they stand in a URL */
  url(pair: string): string
  /** `host:port` of each tunnel that was opened. */
  readonly targets: readonly string[]
  stop(): Promise<void>
}

/** @param pair `user:password` */
export async function startProxy(pair: string): Promise<TestProxy> {
  const targets: string[] = []
  const sockets = new Set<Socket>()
  const expected = `Basic ${Buffer.from(pair).toString('base64')}`
  const server = createServer()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('connect', (request, client: Socket) => {
    client.on('error', () => {})
    if (request.headers['proxy-authorization'] !== expected) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    const target = request.url ?? ''
    targets.push(target)
    const [host, port] = target.split(':')
    const upstream = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    upstream.on('error', () => client.destroy())
    client.on('close', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (written) => `http://${written}@127.0.0.1:${port}`,
    targets,
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
