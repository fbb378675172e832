import type { RepositoryHead } from '../../desired/watched-repositories.ts'
import type { Instant } from '../../model/instant.ts'
import type { SourceWatchPorts } from './source-watch.ts'

export interface AskedHead extends RepositoryHead {
  /** When the question was asked: what was pushed before is in the answer. */
  readonly askedAt: Instant
}

/** More names than sources can reasonably have; older answers are asked for again. */
const MOST_KEPT = 10_000

/** Heads of repositories. Sources of one repository and revision share a question, since most live side by side. */
export class HeadChecks {
  readonly #ports: Pick<SourceWatchPorts, 'repositories' | 'now'>
  readonly #asked = new Map<string, { readonly askedAt: Instant; readonly head: Promise<RepositoryHead> }>()

  constructor(ports: Pick<SourceWatchPorts, 'repositories' | 'now'>) {
    this.#ports = ports
  }

  /** @param notBefore an answer to an earlier question does not do. Throws DRF203x, to all who share the question. */
  async ask(repository: string, revision: string, notBefore: Instant): Promise<AskedHead> {
    const key = `${repository}\n${revision}`
    const now = this.#ports.now()
    const known = this.#asked.get(key)
    // Asked in the future: the clock was set back since, and when it was is not known.
    if (known !== undefined && known.askedAt >= notBefore && known.askedAt <= now)
      return { ...(await known.head), askedAt: known.askedAt }
    const head = this.#ports.repositories.head(repository, revision)
    this.#asked.delete(key)
    this.#asked.set(key, { askedAt: now, head })
    const [oldest] = this.#asked.keys()
    if (this.#asked.size > MOST_KEPT && oldest !== undefined) this.#asked.delete(oldest)
    return { ...(await head), askedAt: now }
  }
}
