import { isOracleKind, oracleManifest } from '../diff/oracle-manifest.ts'
import type { OracleAnswer } from '../diff/pair.ts'
import type { ClusterReader } from '../live/cluster-reader.ts'
import type { JsonObject } from '../model/json.ts'
import type { KindInfo } from '../model/kind-info.ts'

/**
 * Asks the server what it makes of a desired manifest, where the caller has the right to create and did not ask for a
 * read-only pass. A refusal (quota, taken node port, missing right) is an answer of its own.
 */
export class Oracle {
  readonly #cluster: ClusterReader
  readonly #readOnly: boolean
  readonly #allowed = new Map<string, Promise<boolean>>()

  constructor(cluster: ClusterReader, readOnly: boolean) {
    this.#cluster = cluster
    this.#readOnly = readOnly
  }

  async ask(kind: KindInfo, namespace: string, manifest: JsonObject): Promise<OracleAnswer> {
    if (this.#readOnly || !isOracleKind(kind.group, kind.kind)) return { state: 'not-asked' }
    if (!(await this.#mayCreate(kind, namespace))) return { state: 'not-asked' }
    const answer = await this.#cluster.dryRunCreate(kind, namespace, oracleManifest(kind.kind, manifest))
    return answer.state === 'found' ? { state: 'answered', object: answer.value } : { state: 'refused' }
  }

  #mayCreate(kind: KindInfo, namespace: string): Promise<boolean> {
    const key = `${kind.group}/${kind.resource}/${namespace}`
    let allowed = this.#allowed.get(key)
    if (allowed === undefined) {
      allowed = this.#cluster
        .mayI({ verb: 'create', group: kind.group, resource: kind.resource, namespace })
        .then((answer) => answer.state === 'found' && answer.value)
      this.#allowed.set(key, allowed)
    }
    return allowed
  }
}
