import type { Json, JsonObject } from '../../src/model/json.ts'
import { parsePath } from '../../src/model/field-path-parse.ts'
import { valueAt } from '../../src/model/value-at.ts'
import type { TestCluster } from '../cluster/cluster.ts'
import { type RawAnswer, RawApi, type RawRequest } from '../cluster/raw-api.ts'
import type { Random } from '../differential/random.ts'
import { nameOf, pathOf, type Place, type Target } from './targets.ts'
import type { Truth, TruthBook } from './truth.ts'

export type Person = 'alice' | 'bob'
export type Writer = Person | 'operator' | 'argocd' | 'flux'

/** What every edit needs: connections, the book of what is done, and numbers that no edit had before. */
export class Bench {
  readonly cluster: TestCluster
  readonly truth: TruthBook
  readonly random: Random
  readonly #connections: Readonly<Record<Writer, RawApi>>
  #number = 0

  constructor(cluster: TestCluster, truth: TruthBook, random: Random) {
    this.cluster = cluster
    this.truth = truth
    this.random = random
    this.#connections = {
      alice: new RawApi(cluster, 'alice'),
      bob: new RawApi(cluster, 'bob'),
      operator: new RawApi(cluster, 'operator'),
      argocd: new RawApi(cluster, 'argocd'),
      flux: new RawApi(cluster, 'flux'),
    }
  }

  next(): number {
    return ++this.#number
  }

  send(user: Writer, write: RawRequest): Promise<RawAnswer> {
    return this.#connections[user].send(write)
  }

  live(target: Target): Promise<JsonObject> {
    return this.cluster.admin.expect<JsonObject>('GET', pathOf(target))
  }

  close(): void {
    for (const connection of Object.values(this.#connections)) connection.close()
  }
}

/** A write that is about to set a new value at a place. */
export interface Setting {
  readonly value: Json
  readonly user: Writer
  readonly truth: Omit<Truth, 'user' | 'contended'>
}

/** Books a write before it is sent, sends it, and demands that the server took it. */
export async function set(
  bench: Bench,
  target: Target,
  place: Place,
  setting: Setting,
  send: () => Promise<RawAnswer>,
): Promise<void> {
  const truth = { ...setting.truth, user: nameOf(setting.user), contended: false }
  bench.truth.set(target.name, place.path, setting.value, truth)
  demand(await send(), setting.truth.by)
}

export function demand({ status, body }: RawAnswer, by: string): void {
  if (status < 200 || status >= 300) throw new Error(`${by} was refused: ${status} ${JSON.stringify(body)}`)
}

export function valueOf(object: Json, path: string): Json | undefined {
  const parsed = parsePath(path)
  return parsed === undefined ? undefined : valueAt(object, parsed)
}

/** The manifest that an applier sends: every place as it is live, and one with another value. */
export function manifestOf(target: Target, live: JsonObject, place: Place, value: Json): JsonObject {
  const held = target.places.flatMap((one) => {
    const now = one === place ? value : valueOf(live, one.path)
    return now === undefined ? [] : [one.patch(now)]
  })
  const { apiVersion, kind, spec, data } = target.manifest
  // What has been taken away stays away: only `kept` is in every manifest.
  const rest = { ...(spec === undefined ? {} : { spec }), ...(data === undefined ? {} : { data: { kept: 'yes' } }) }
  const named: JsonObject = {
    apiVersion: apiVersion as Json,
    kind: kind as Json,
    metadata: { name: target.name },
    ...rest,
  }
  return held.reduce(merged, named)
}

/** Merges objects; lists of one named element are merged by that element, as far as the campaign's manifests go. */
export function merged(under: JsonObject, over: JsonObject): JsonObject {
  const result: Record<string, Json> = { ...under }
  for (const [name, value] of Object.entries(over)) result[name] = mergedValue(result[name], value)
  return result
}

function mergedValue(under: Json | undefined, over: Json): Json {
  if (Array.isArray(over) && Array.isArray(under) && over.length === 1) {
    return [mergedValue(under[0] as Json, over[0] as Json), ...(under.slice(1) as Json[])]
  }
  const isPair = isPlain(under) && isPlain(over)
  return isPair ? merged(under, over) : over
}

function isPlain(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
