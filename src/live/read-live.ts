import type { JsonObject } from '../model/json.ts'
import { stringAt } from '../model/json.ts'
import type { KindInfo } from '../model/kind-info.ts'
import { apiVersionOf } from '../model/kind-info.ts'
import type { ClusterReader, Reading } from './cluster-reader.ts'

/** One object that somebody wants to see. */
export interface WantedObject {
  readonly kindInfo: KindInfo
  readonly namespace: string
  readonly name: string
}

export type LiveObjects = ReadonlyMap<string, Reading<JsonObject>>

/** Key of {@link LiveObjects}: one object of one kind at one version. */
export function liveKey(wanted: WantedObject): string {
  return `${apiVersionOf(wanted.kindInfo)}/${wanted.kindInfo.kind}/${wanted.namespace}/${wanted.name}`
}

/** From this many wanted objects of one kind and namespace on, one list is cheaper than single reads. */
const LIST_FROM = 10

/** Definitions are large, and a cluster has many more of them than a source: their list pays only much later. */
const LIST_DEFINITIONS_FROM = 50

/**
 * Reads what is wanted, each object at the version of its manifest: the server converts. Many objects of one kind come by
 * list, others by name. Secrets always by name, so that no other Secret is ever read. Answers of one kind never
 * stand in the way of the others.
 *
 * @param onRead called with the number of objects known so far
 */
export async function readLive(
  reader: ClusterReader,
  wanted: readonly WantedObject[],
  onRead: (known: number) => void = () => {},
): Promise<LiveObjects> {
  const found = new Map<string, Reading<JsonObject>>()
  const keep = (one: WantedObject, reading: Reading<JsonObject>): void => {
    found.set(liveKey(one), reading)
    onRead(found.size)
  }
  await Promise.all(
    [...byKindAndNamespace(wanted).values()].map(async (group) => {
      if (isWorthAList(group)) await readByList(reader, group, keep)
      else await readByName(reader, group, keep)
    }),
  )
  return found
}

function byKindAndNamespace(wanted: readonly WantedObject[]): Map<string, WantedObject[]> {
  const groups = new Map<string, WantedObject[]>()
  for (const one of wanted) {
    const key = `${apiVersionOf(one.kindInfo)}/${one.kindInfo.kind}/${one.namespace}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}

function isWorthAList(group: readonly WantedObject[]): boolean {
  const [first] = group
  if (first === undefined || isSecret(first)) return false
  return group.length >= (first.kindInfo.kind === 'CustomResourceDefinition' ? LIST_DEFINITIONS_FROM : LIST_FROM)
}

function isSecret({ kindInfo }: WantedObject): boolean {
  return kindInfo.group === '' && kindInfo.kind === 'Secret'
}

type Keep = (one: WantedObject, reading: Reading<JsonObject>) => void

async function readByName(reader: ClusterReader, group: readonly WantedObject[], keep: Keep): Promise<void> {
  await Promise.all(
    group.map(async (one) => {
      keep(one, await reader.get(one.kindInfo, one.namespace, one.name))
    }),
  )
}

async function readByList(reader: ClusterReader, group: readonly WantedObject[], keep: Keep): Promise<void> {
  const { kindInfo, namespace } = group[0] as WantedObject
  const list = await reader.list(kindInfo, namespace)
  // A list may be forbidden where single reads are allowed; absence from a failed list proves nothing.
  if (list.state !== 'found') return readByName(reader, group, keep)
  const byName = new Map(list.value.map((object) => [stringAt(object, 'metadata', 'name') ?? '', object]))
  for (const one of group) {
    const object = byName.get(one.name)
    keep(one, object === undefined ? { state: 'absent' } : { state: 'found', value: object })
  }
}
