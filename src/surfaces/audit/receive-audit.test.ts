import { describe, expect, it } from 'vitest'
import type { AuditAnswer } from './audit-answer.ts'
import { targetOf } from './audit-request.ts'
import { admitAudit, answerAudit, type AuditInlet } from './receive-audit.ts'
import { AuditTokens } from './tokens.ts'

const tokens = new AuditTokens([
  { cluster: 'prod', token: 'token-of-prod' },
  { cluster: 'prod', token: 'next-token-of-prod' },
  { cluster: 'test', token: 'token-of-test' },
  { cluster: 'open', token: '' },
])

const taken: string[] = []

const inlet: AuditInlet = {
  tokens,
  offer: (cluster, format, body) => {
    taken.push(`${cluster} ${format} ${body.length}`)
    return body.toString() !== 'too much'
  },
  review: (_cluster, body) => (body.toString() === 'review' ? '{"kind":"AdmissionReview"}' : undefined),
  now: () => 1_764_064_800_000,
}

function admit(address: string, headers: Readonly<Record<string, string>> = {}, method = 'POST'): number | 'admitted' {
  const admission = admitAudit(method, address, headers, inlet)
  return admission.state === 'admitted' ? 'admitted' : admission.answer.status
}

function answer(address: string, body: string, headers: Readonly<Record<string, string>> = {}): AuditAnswer {
  const target = targetOf(address)
  if (target === undefined) throw new Error(address)
  return answerAudit(target, headers, Buffer.from(body), inlet)
}

describe('who may submit audit events, told before anything of the body is read (B-44)', () => {
  it('is whoever has a token of the cluster, in any of the places where senders can put it', () => {
    expect(admit('/audit/prod/native', { authorization: 'Bearer token-of-prod' })).toBe('admitted')
    expect(admit('/audit/prod/native', { authorization: 'bearer next-token-of-prod' })).toBe('admitted')
    expect(admit('/audit/prod/eks', { 'x-amz-firehose-access-key': 'token-of-prod' })).toBe('admitted')
    expect(admit('/audit/prod/gke?token=token-of-prod')).toBe('admitted')
    expect(admit('/audit/prod/admission/token-of-prod')).toBe('admitted')
  })

  it('is nobody without one', () => {
    expect(admit('/audit/prod/native')).toBe(401)
    expect(admit('/audit/prod/native', { authorization: 'Bearer token-of-prod-' })).toBe(401)
    expect(admit('/audit/prod/native', { authorization: 'Basic dG9rZW4=' })).toBe(401)
    expect(admit('/audit/nowhere/native', { authorization: 'Bearer x' })).toBe(401)
  })

  it('is nobody with the token of another cluster (B-59)', () => {
    expect(admit('/audit/prod/native', { authorization: 'Bearer token-of-test' })).toBe(403)
  })

  it('is nobody where an empty token was configured', () => {
    expect(admit('/audit/open/native', { authorization: 'Bearer ' })).toBe(401)
    expect(admit('/audit/open/gke?token=')).toBe(401)
  })

  it('needs an address of the intake and POST', () => {
    const headers = { authorization: 'Bearer token-of-prod' }
    for (const address of [
      '/audit',
      '/audit/prod',
      '/audit/prod/other',
      '/audit//native',
      '/audit/prod/eks/a/b',
      '/x',
      '',
    ]) {
      expect(admit(address, headers)).toBe(404)
    }
    expect(admit('/audit/%E0%A4%A/native', headers)).toBe(404)
    expect(admit('/audit/prod/native', headers, 'GET')).toBe(404)
  })

  it('may announce 10 MB of a batch, and 3 MiB of what is about one object', () => {
    const size = (bytes: number) => ({ authorization: 'Bearer token-of-prod', 'content-length': String(bytes) })
    expect(admit('/audit/prod/native', size(10_000_000))).toBe('admitted')
    expect(admit('/audit/prod/native', size(10_000_001))).toBe(413)
    expect(admit('/audit/prod/admission', size(3 * 1024 * 1024))).toBe('admitted')
    expect(admit('/audit/prod/admission', size(3 * 1024 * 1024 + 1))).toBe(413)
  })

  it('is refused without a word of the request, and with what to do', () => {
    const admission = admitAudit('POST', '/audit/prod/native/not-a-token', {}, inlet)
    const body = admission.state === 'refused' ? admission.answer.body : ''
    expect(JSON.parse(body)).toMatchObject({ status: 401, code: 'DRF3200' })
    expect(body).not.toContain('not-a-token')
  })
})

describe('an admitted request', () => {
  it('is taken undecoded, under the cluster of its address', () => {
    taken.length = 0
    expect(answer('/audit/prod-eu%2F1/native', 'not even json')).toMatchObject({ status: 200, body: '{"taken":true}' })
    expect(taken).toEqual(['prod-eu/1 native 13'])
  })

  it('is answered to a delivery stream in its own form, or it would deliver again', () => {
    const { body } = answer('/audit/prod/eks', 'x', { 'x-amz-firehose-request-id': 'request-1' })
    expect(JSON.parse(body)).toEqual({ requestId: 'request-1', timestamp: 1_764_064_800_000 })
  })

  it('is turned away for a while where too much waits', () => {
    const answered = answer('/audit/prod/native', 'too much')
    expect([answered.status, answered.headers['retry-after']]).toEqual([503, '5'])
  })

  it('is an admission review where the address says so', () => {
    expect(answer('/audit/prod/admission', 'review')).toMatchObject({ status: 200, body: '{"kind":"AdmissionReview"}' })
    expect(answer('/audit/prod/admission', 'no review').status).toBe(400)
  })

  it('may not be larger than it was allowed to be announced', () => {
    expect(answer('/audit/prod/admission', 'x'.repeat(3 * 1024 * 1024 + 1)).status).toBe(413)
  })
})
