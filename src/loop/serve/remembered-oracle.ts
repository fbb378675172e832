import { createHash } from 'node:crypto'
import type { OracleAnswer } from '../../diff/pair.ts'
import { canonicalJson, type JsonObject } from '../../model/json.ts'
import { apiVersionOf, type KindInfo } from '../../model/kind-info.ts'
import type { AsksServer } from '../pass-context.ts'

/** Answers kept at most; one is some kilobytes. */
const MOST_ANSWERS = 5_000

/**
 * Remembers what the server answered to a manifest. An answer holds for the manifest, the server's version and its admission
 * configuration; the last two are one text here, which changes when they do. Refusals are asked again.
 */
export class RememberedOracle implements AsksServer {
  readonly #server: AsksServer
  readonly #configuration: () => string
  readonly #answers = new Map<string, Promise<OracleAnswer>>()

  /** @param configuration changes with server version and admission configuration */
  constructor(server: AsksServer, configuration: () => string) {
    this.#server = server
    this.#configuration = configuration
  }

  ask(kind: KindInfo, namespace: string, manifest: JsonObject): Promise<OracleAnswer> {
    const key = this.#keyOf(kind, namespace, manifest)
    const known = this.#answers.get(key)
    if (known !== undefined) return known
    const answer = this.#server.ask(kind, namespace, manifest)
    this.#remember(key, answer)
    return answer
  }

  /** The next question about this manifest goes to the server: asked before a finding opens that admission may have caused. */
  forget(kind: KindInfo, namespace: string, manifest: JsonObject): void {
    this.#answers.delete(this.#keyOf(kind, namespace, manifest))
  }

  #remember(key: string, answer: Promise<OracleAnswer>): void {
    const [oldest] = this.#answers.keys()
    if (oldest !== undefined && this.#answers.size >= MOST_ANSWERS) this.#answers.delete(oldest)
    this.#answers.set(key, answer)
    const drop = (): void => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key)
    }
    void (async () => {
      const { state } = await answer.catch(() => ({ state: 'refused' as const }))
      if (state === 'refused') drop()
    })()
  }

  #keyOf(kind: KindInfo, namespace: string, manifest: JsonObject): string {
    const hash = createHash('sha256')
    hash.update(`${this.#configuration()}\n${apiVersionOf(kind)}/${kind.kind}\n${namespace}\n`)
    return hash.update(canonicalJson(manifest)).digest('base64')
  }
}
