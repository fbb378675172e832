import type { Instant } from '../../model/instant.ts'
import { type AuditAnswer, refusal, takenAnswer } from './audit-answer.ts'
import { type AuditTarget, type Headers, mostBytes, targetOf, tokenOf } from './audit-request.ts'
import type { AuditTokens } from './tokens.ts'

/** What stands behind the intake; composed outside. None of it waits for anything. */
export interface AuditInlet {
  readonly tokens: AuditTokens
  /** Takes the body of a request to be decoded later; false where too much waits. */
  readonly offer: (cluster: string, format: 'native' | 'eks' | 'gke' | 'aks', body: Buffer) => boolean
  /** Answers an AdmissionReview; undefined where the body is none. */
  readonly review: (cluster: string, body: Buffer) => string | undefined
  readonly now: () => Instant
}

/** Whether a request may go on, told from its head alone: nothing of the body is read before (B-44). */
export type Admission =
  | { readonly state: 'admitted'; readonly target: AuditTarget; readonly mostBytes: number }
  | { readonly state: 'refused'; readonly answer: AuditAnswer }

export function admitAudit(method: string, address: string, headers: Headers, inlet: AuditInlet): Admission {
  const refuse = (status: number, code: Parameters<typeof refusal>[1]): Admission => ({
    state: 'refused',
    answer: refusal(status, code, headers, inlet.now()),
  })
  const target = targetOf(address)
  // Whoever has no token learns nothing about which clusters there are, not even by how it is refused.
  const check = inlet.tokens.check(target?.cluster ?? '', target && tokenOf(headers, target))
  if (target === undefined || method !== 'POST') return refuse(404, 'DRF3204')
  if (check === 'unknown') return refuse(401, 'DRF3200')
  if (check === 'of-another-cluster') return refuse(403, 'DRF3201')
  const most = mostBytes(target)
  const announced = Number(headers['content-length'] ?? 0)
  return announced > most ? refuse(413, 'DRF3202') : { state: 'admitted', target, mostBytes: most }
}

/** The answer to an admitted request with its whole body. Batches are answered before they are decoded. */
export function answerAudit(target: AuditTarget, headers: Headers, body: Buffer, inlet: AuditInlet): AuditAnswer {
  const { cluster, kind } = target
  if (body.length > mostBytes(target)) return refusal(413, 'DRF3202', headers, inlet.now())
  if (kind === 'admission') {
    const review = inlet.review(cluster, body)
    if (review === undefined) return refusal(400, 'DRF3205', headers, inlet.now())
    return { status: 200, headers: { 'content-type': 'application/json' }, body: review }
  }
  if (!inlet.offer(cluster, kind, body)) return refusal(503, 'DRF3203', headers, inlet.now())
  return takenAnswer(headers, inlet.now())
}
