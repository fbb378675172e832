import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { acceptPush, type PushContext, type PushHeaders } from './accept-push.ts'
import { SeenDeliveries } from './seen-deliveries.ts'

const SECRET = 'shared with the forge'

function context(more: Partial<PushContext> = {}): PushContext {
  return {
    secrets: [{ secret: SECRET }],
    sources: [
      { name: 'shop', repository: 'https://github.com/acme/shop.git' },
      { name: 'shop-stage', repository: 'git@github.com:Acme/shop' },
      { name: 'infra', repository: 'ssh://git@git.example.com:2222/ops/infra.git' },
      { name: 'local', repository: '/srv/git/shop' },
    ],
    seen: new SeenDeliveries(),
    ...more,
  }
}

function hmac(body: string | Uint8Array, secret = SECRET): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}

function post(body: string | Uint8Array, headers: PushHeaders, more: Partial<PushContext> = {}) {
  return acceptPush({ headers, body: typeof body === 'string' ? Buffer.from(body) : body }, context(more))
}

const PUSH = JSON.stringify({
  ref: 'refs/heads/main',
  repository: { clone_url: 'https://github.com/acme/shop.git', ssh_url: 'git@github.com:acme/shop.git' },
})

function github(body: string, headers: PushHeaders = {}): PushHeaders {
  return { 'x-hub-signature-256': `sha256=${hmac(body)}`, 'x-github-event': 'push', ...headers }
}

describe('a push that a forge announces', () => {
  it('pokes all sources of the repository, whichever way they clone it', () => {
    expect(post(PUSH, github(PUSH))).toEqual({ accepted: true, sources: ['shop', 'shop-stage'] })
  })

  it('comes from Gitea, Forgejo and GitLab as well', () => {
    const infra = JSON.stringify({ repository: { ssh_url: 'ssh://git@git.example.com/ops/infra.git' } })
    for (const name of ['x-gitea-signature', 'x-forgejo-signature']) {
      expect(post(infra, { [name]: hmac(infra), 'x-gitea-event': 'push' })).toEqual({
        accepted: true,
        sources: ['infra'],
      })
    }
    const project = JSON.stringify({ project: { git_http_url: 'https://git.example.com/ops/infra.git' } })
    const headers = { 'x-gitlab-token': SECRET, 'x-gitlab-event': 'Push Hook' }
    expect(post(project, headers)).toEqual({ accepted: true, sources: ['infra'] })
  })

  it.each([
    ['another repository', JSON.stringify({ repository: { clone_url: 'https://github.com/acme/shop2' } }), {}],
    ['another event', PUSH, { 'x-github-event': 'issues' }],
    ['a ping', '{"zen":"x"}', { 'x-github-event': 'ping' }],
    ['a path of this machine', JSON.stringify({ repository: { clone_url: '/srv/git/shop' } }), {}],
  ])('pokes nothing for %s', (_, body, headers) => {
    expect(post(body, github(body, headers))).toEqual({ accepted: true, sources: [] })
  })

  it('counts once, however often it is delivered', () => {
    const seen = new SeenDeliveries()
    const deliver = (id: string) => post(PUSH, github(PUSH, { 'x-github-delivery': id }), { seen })
    expect([deliver('1'), deliver('1'), deliver('2')].map((one) => one.accepted && one.sources.length)).toEqual([
      2, 0, 2,
    ])
    for (let id = 0; id < 2_100; id++) deliver(`more-${id}`)
    expect(seen.size).toBe(2_000)
  })

  it('speaks only for the sources that its secret is for', () => {
    const secrets = [{ secret: 'other' }, { secret: SECRET, sources: ['shop-stage', 'infra'] }]
    expect(post(PUSH, github(PUSH), { secrets })).toEqual({ accepted: true, sources: ['shop-stage'] })
  })
})

describe('B-44 what is not from a forge', () => {
  it.each<readonly [string, PushHeaders, string]>([
    ['no signature', {}, 'unsigned'],
    ['SHA-1 alone', { 'x-hub-signature': `sha1=${hmac(PUSH)}` }, 'unsigned'],
    ['a signature with another secret', { 'x-hub-signature-256': `sha256=${hmac(PUSH, 'guess')}` }, 'not-authentic'],
    ['a signature with no secret', { 'x-hub-signature-256': `sha256=${hmac(PUSH, '')}` }, 'not-authentic'],
    ['a signature over other bytes', { 'x-hub-signature-256': `sha256=${hmac(`${PUSH} `)}` }, 'not-authentic'],
    ['a digest without its prefix', { 'x-hub-signature-256': hmac(PUSH) }, 'not-authentic'],
    ['half a digest', { 'x-gitea-signature': hmac(PUSH).slice(32) }, 'not-authentic'],
    ['no digest', { 'x-gitea-signature': '' }, 'not-authentic'],
    ['two signatures', { 'x-gitea-signature': [hmac(PUSH), hmac(PUSH)] }, 'not-authentic'],
    [
      'a wrong signature beside a right one',
      { ...github(PUSH), 'x-hub-signature-256': 'sha256=', 'x-gitea-signature': hmac(PUSH) },
      'not-authentic',
    ],
    ['another token', { 'x-gitlab-token': 'guess' }, 'not-authentic'],
    ['an empty token', { 'x-gitlab-token': '' }, 'not-authentic'],
  ])('refuses %s', (_, headers, reason) => {
    const secrets = [{ secret: SECRET }, { secret: '' }]
    expect(post(PUSH, headers, { secrets })).toEqual({ accepted: false, reason })
  })

  it('refuses everything where no secret is configured', () => {
    expect(post(PUSH, github(PUSH), { secrets: [] })).toEqual({ accepted: false, reason: 'not-authentic' })
  })

  it('refuses more than 3 MiB without computing over it', () => {
    const body = Buffer.alloc(3 * 1024 * 1024 + 1, 0x20)
    expect(post(body, { 'x-hub-signature-256': `sha256=${hmac(body)}` })).toEqual({
      accepted: false,
      reason: 'too-large',
    })
  })

  it.each(['', '{', PUSH.slice(0, -2), '[]', 'null', '"x"', '\ufeff{', '[['.repeat(100_000)])(
    'refuses a signed body that is no event: %#',
    (body) => {
      expect(post(body, github(body))).toEqual({ accepted: false, reason: 'malformed' })
    },
  )

  it('survives every truncation and every wrong type, and pokes nobody for them', () => {
    for (let end = 0; end < PUSH.length; end++) {
      expect(post(PUSH.slice(0, end), github(PUSH.slice(0, end)))).toEqual({ accepted: false, reason: 'malformed' })
    }
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (repository, address) => {
        for (const event of [
          { repository },
          { repository: { clone_url: address } },
          { project: [repository, address] },
        ]) {
          const body = JSON.stringify(event)
          expect(post(body, github(body))).toEqual({ accepted: true, sources: [] })
        }
      }),
      { numRuns: 300 },
    )
  })

  it('never throws for bytes of any kind, authentic or not', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isSigned) => {
        const headers = { 'x-hub-signature-256': `sha256=${isSigned ? hmac(bytes) : 'x'}` }
        const answer = post(bytes, headers)
        expect(answer.accepted ? answer.sources : [answer.reason]).toEqual(
          isSigned ? (answer.accepted ? [] : ['malformed']) : ['not-authentic'],
        )
      }),
      { numRuns: 300 },
    )
  })
})
