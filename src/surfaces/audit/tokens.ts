import { createHash, timingSafeEqual } from 'node:crypto'

/** Who a token lets submit: its own cluster and no other (B-59). */
export type TokenCheck = 'accepted' | 'unknown' | 'of-another-cluster'

/** Tokens of the senders of audit events, one or more a cluster. Only digests are kept. */
export class AuditTokens {
  readonly #entries: readonly { readonly cluster: string; readonly digest: Buffer }[]

  constructor(tokens: readonly { readonly cluster: string; readonly token: string }[]) {
    this.#entries = tokens
      .filter(({ token }) => token !== '')
      .map(({ cluster, token }) => ({ cluster, digest: digestOf(token) }))
  }

  /** Takes the same time whichever token is given: every entry is compared, and digests have one length. */
  check(cluster: string, given: string | undefined): TokenCheck {
    const digest = digestOf(given ?? '')
    let isOwn = false
    let isForeign = false
    for (const entry of this.#entries) {
      const isSame = timingSafeEqual(entry.digest, digest)
      isOwn = (isSame && entry.cluster === cluster) || isOwn
      isForeign = (isSame && entry.cluster !== cluster) || isForeign
    }
    if (isOwn) return 'accepted'
    return isForeign ? 'of-another-cluster' : 'unknown'
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token, 'utf8').digest()
}
