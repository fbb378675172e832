import { isObject, type JsonObject } from '../../../src/model/json.ts'
import { apiVersionOf, type KindInfo } from '../../../src/model/kind-info.ts'
import type { ApiClient } from '../../../test/cluster/api-client.ts'
import type { Path } from './edit.ts'
import { repaired, type Cause } from './repair.ts'
import type { RawSchema } from './raw-schema.ts'
import type { Sampler } from './sample.ts'
import type { RawSchemas } from './raw-schema.ts'

/** A manifest and what the server makes of it. */
export interface Answered {
  readonly kind: KindInfo
  readonly manifest: JsonObject
  readonly live: JsonObject
}

export interface Refused {
  readonly refusal: string
}

const ATTEMPTS = 8

/** Asks what the server would store, without storing it, and mends what it refuses where its words say how. */
export class Prober {
  readonly #client: ApiClient
  readonly #schemas: RawSchemas
  readonly #sampler: Sampler
  requests = 0

  constructor(client: ApiClient, schemas: RawSchemas, sampler: Sampler) {
    this.#client = client
    this.#schemas = schemas
    this.#sampler = sampler
  }

  /** @param targets places that a repair must not take away */
  async ask(kind: KindInfo, manifest: JsonObject, targets: readonly Path[]): Promise<Answered | Refused> {
    const root = this.#schemas.ofKind(kind.group, kind.version, kind.kind)
    let next: JsonObject | undefined = manifest
    let refusal = ''
    for (let attempt = 0; attempt < ATTEMPTS && next !== undefined; attempt++) {
      const asked: JsonObject = next
      const { status, body } = await this.#create(kind, asked)
      if (status === 201 && isObject(body)) return { kind, manifest: asked, live: body }
      refusal = JSON.stringify(isObject(body) ? body['message'] : body)
      next = status === 422 ? this.#mend(root, asked, causesOf(body), targets, attempt) : undefined
    }
    return { refusal }
  }

  #mend(root: RawSchema, manifest: JsonObject, causes: readonly Cause[], targets: readonly Path[], attempt: number) {
    return repaired(manifest, causes, { root, schemas: this.#schemas, sampler: this.#sampler, targets, attempt })
  }

  #create(kind: KindInfo, body: JsonObject) {
    this.requests++
    const group = kind.group === '' ? '/api' : '/apis'
    const scope = kind.namespaced ? '/namespaces/default' : ''
    const path = `${group}/${apiVersionOf(kind)}${scope}/${kind.resource}?dryRun=All`
    return this.#client.send<JsonObject>('POST', path, { body })
  }
}

function causesOf(body: JsonObject): readonly Cause[] {
  const details = body['details']
  const causes = isObject(details) ? details['causes'] : undefined
  return Array.isArray(causes) ? (causes as Cause[]) : []
}
