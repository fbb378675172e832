import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { makeCertificate } from '../certificates/certificates.ts'
import { temporaryFolder, type TemporaryRepository } from '../git/temporary-repository.ts'

/** What the server does with a request, instead of answering it. */
export type GitFault = 'none' | 'error' | 'no-access' | 'slow'

/** Git over https as forges serve it: git's own backend behind a server that can be told to fail. */
export interface GitServer {
  readonly authority: string
  fault: GitFault
  urlOf(repository: TemporaryRepository): string
  close(): void
}

export async function startGitServer(): Promise<GitServer> {
  const { certificate, key } = makeCertificate({ name: 'git', hosts: ['127.0.0.1'] })
  const authority = join(temporaryFolder(), 'authority.pem')
  writeFileSync(authority, certificate)
  const server = createServer({ cert: certificate, key }, (request, response) => {
    if (state.fault === 'error') response.writeHead(500).end()
    else if (state.fault === 'no-access') response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
    else if (state.fault === 'none') backend(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const state: GitServer = {
    authority,
    fault: 'none',
    urlOf: ({ folder }) => `https://127.0.0.1:${port}${folder}/.git`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  return state
}

/** The path is the repository's own: `git http-backend` takes it from there. */
function backend(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'https://127.0.0.1')
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      HOME: dirname(url.pathname),
      GIT_PROJECT_ROOT: '/',
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_PROTOCOL: request.headers['git-protocol']?.toString() ?? '',
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  request.pipe(child.stdin)
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.on('close', () => {
    const answer = Buffer.concat(chunks)
    const end = answer.indexOf('\r\n\r\n')
    const lines = answer.toString('latin1', 0, end).split('\r\n')
    const headers = lines.map((line) => line.split(': ') as [string, string])
    const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1]
    response.writeHead(
      status === undefined ? 200 : Number(status.slice(0, 3)),
      Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'status')),
    )
    response.end(answer.subarray(end + 4))
  })
}
