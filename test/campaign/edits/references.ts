import { stringAt, type JsonObject } from '../../../src/model/json.ts'
import { parseLossless, stringifyLossless } from '../../../src/model/lossless-json.ts'
import type { RawApi } from '../../cluster/raw-api.ts'
import { withIdentity } from './restore.ts'
import type { Target } from './target.ts'

/**
 * Tells objects that name another one by its uid, such as the token of a service account, of those that were created anew.
 * Otherwise the controllers would take them for leftovers as soon as they go on, and remove them.
 */
export async function repairReferences(api: RawApi, targets: readonly Target[]): Promise<void> {
  const renewed = new Map<string, string>()
  for (const target of targets) {
    const before = uidOf(target.pristine)
    const now = uidOf((await api.send({ method: 'GET', path: target.path })).body as JsonObject)
    if (now === '') throw new Error(`${target.title} was lost.`)
    if (now !== before) renewed.set(before, now)
  }
  for (const target of targets) {
    const object = (await api.send({ method: 'GET', path: target.path })).body as JsonObject
    const text = stringifyLossless(object)
    let repaired = text
    for (const [before, now] of renewed) repaired = repaired.replaceAll(`"${before}"`, `"${now}"`)
    if (repaired !== text) await write(api, target, object, parseLossless(repaired) as JsonObject)
  }
}

/** Twice, for the reason that {@link restore} has. */
async function write(api: RawApi, { path, title }: Target, now: JsonObject, repaired: JsonObject): Promise<void> {
  let resourceVersion = stringAt(now, 'metadata', 'resourceVersion') ?? ''
  for (let i = 0; i < 2; i++) {
    const body = withIdentity(repaired, { uid: uidOf(now), resourceVersion })
    const answer = await api.send({ method: 'PUT', path, body, manager: 'restore' })
    if (answer.status >= 400) throw new Error(`${title} still names objects that are gone.`)
    resourceVersion = stringAt(answer.body, 'metadata', 'resourceVersion') ?? ''
  }
}

function uidOf(object: JsonObject): string {
  return stringAt(object, 'metadata', 'uid') ?? ''
}
