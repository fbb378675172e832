import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import type { Api } from '../api/api-ports.ts'
import { sampleApi } from '../api/sample-api.ts'
import { pushReceiver } from './push-receiver.ts'

const SECRET = 'shared with the forge'
const PUSH = JSON.stringify({ repository: { clone_url: 'https://github.com/acme/shop.git' } })

let api: Api | undefined

afterEach(() => api?.close())

async function listening(): Promise<{ readonly origin: string; readonly poked: string[] }> {
  const poked: string[] = []
  const webhooks = pushReceiver({
    secrets: [{ secret: SECRET }],
    sources: () => [
      { name: 'shop', repository: 'https://github.com/acme/shop.git' },
      { name: 'infra', repository: 'https://github.com/acme/infra.git' },
    ],
    poke: (source) => poked.push(source),
  })
  api = sampleApi({ intakes: { webhooks } }).api
  return { origin: await api.listen('127.0.0.1', 0), poked }
}

function signed(body: string, secret = SECRET): Record<string, string> {
  const digest = createHmac('sha256', secret).update(body).digest('hex')
  return { 'x-hub-signature-256': `sha256=${digest}`, 'x-github-event': 'push', 'content-type': 'application/json' }
}

function post(url: string, body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers })
}

it('a signed push makes its source, and no other, be looked at now', async () => {
  const { origin, poked } = await listening()
  const answer = await post(`${origin}/webhooks/git`, PUSH, signed(PUSH))
  expect([answer.status, await answer.text()]).toEqual([202, '{"taken":true}'])
  expect(poked).toEqual(['shop'])
})

it('what is signed by nobody, by somebody else, or meant for another place pokes nothing', async () => {
  const { origin, poked } = await listening()
  const codes = async (answer: Response): Promise<unknown> => {
    const { code } = (await answer.json()) as { code: string }
    return [answer.status, answer.headers.get('content-type'), code]
  }
  const type = 'application/problem+json'
  expect(await codes(await post(`${origin}/webhooks/git`, PUSH, {}))).toEqual([401, type, 'DRF2091'])
  expect(await codes(await post(`${origin}/webhooks/git`, PUSH, signed(PUSH, 'guessed')))).toEqual([
    401,
    type,
    'DRF2091',
  ])
  expect(await codes(await post(`${origin}/webhooks/other`, PUSH, signed(PUSH)))).toEqual([404, type, 'DRF2090'])
  expect(await codes(await post(`${origin}/webhooks/git`, 'no JSON', signed('no JSON')))).toEqual([
    400,
    type,
    'DRF2093',
  ])
  expect(poked).toEqual([])
})

it('a body that is announced too large is refused unread', async () => {
  const { origin, poked } = await listening()
  const { hostname, port } = new URL(origin)
  const head = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /webhooks/git HTTP/1.1\r\nhost: ${hostname}:${port}\r\nx-gitlab-token: x\r\ncontent-length: 9999999\r\n\r\n`,
      )
    })
    socket.once('data', (data) => {
      resolve(String(data).split('\r\n')[0] ?? '')
      socket.destroy()
    })
    socket.once('error', reject)
  })
  expect(head).toBe('HTTP/1.1 413 Payload Too Large')
  expect(poked).toEqual([])
})
