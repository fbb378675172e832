import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Below the range from which Linux gives ports to outgoing connections (32768 and up), so that a port which was free
 * is not taken by some client before the server starts to listen.
 */
const LOWEST = 20_000
const HIGHEST = 32_000

const given = new Set<number>()

/** Finds `count` TCP ports on the loopback address that nothing listens on, never the same one twice in a process. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) {
    const port = randomInt(LOWEST, HIGHEST)
    if (given.has(port) || !(await canListen(port))) continue
    given.add(port)
    ports.push(port)
  }
  return ports
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
