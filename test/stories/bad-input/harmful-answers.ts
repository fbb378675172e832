import type { Handler } from '../../faults/fault-server.ts'

/** A refusal by the authorizer, but for its message. */
export const forbidden = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', code: 403 }

/** What a proxy in front of the cluster shows to browsers. */
export const LOGIN_PAGE = '<html><body>Sign in</body></html>'

/** A pause that nobody waits for. */
export const NO_RETRY = { 'retry-after': '3600' }

/** Sends that many mebibytes of no sense, as fast as they are taken. */
export function endless(mebibytes: number): Handler {
  const part = 'x'.repeat(1024 * 1024)
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    let sent = 0
    const more = () => {
      while (!response.destroyed && sent < mebibytes) {
        sent++
        if (!response.write(part)) {
          response.once('drain', more)
          return
        }
      }
      response.end()
    }
    more()
  }
}
