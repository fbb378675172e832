import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isObject, stringAt, type JsonObject } from '../../../src/model/json.ts'
import { parseApiVersion, type KindInfo } from '../../../src/model/kind-info.ts'

/** A manifest that the server accepts, written by hand. The first of a kind is varied; the others are asked as they are. */
export interface Seed {
  readonly kind: KindInfo
  readonly manifest: JsonObject
}

/** Relative to the root of the repository, where generators and tests run. */
const FOLDER = 'scripts/generate/probes'
const NO_SEEDS = new Set(['samples.json'])

export async function readSeeds(kinds: readonly KindInfo[]): Promise<Seed[]> {
  const files = (await readdir(FOLDER)).filter((file) => !NO_SEEDS.has(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(FOLDER, file), 'utf8')))
  return texts.flatMap((text) => JSON.parse(text) as JsonObject[]).map((manifest) => seedOf(manifest, kinds))
}

/** Values by component, for those whose validation asks for more than the schema says. */
export async function readSamples(): Promise<JsonObject> {
  return JSON.parse(await readFile(join(FOLDER, 'samples.json'), 'utf8')) as JsonObject
}

function seedOf(manifest: JsonObject, kinds: readonly KindInfo[]): Seed {
  const { group, version } = parseApiVersion(stringAt(manifest, 'apiVersion') ?? '')
  const kind = kinds.find((one) => one.group === group && one.version === version && one.kind === manifest['kind'])
  if (kind === undefined) throw new Error(`No kind of ${JSON.stringify(manifest)}`)
  const named = isObject(manifest['metadata']) ? {} : { metadata: { name: 'probe' } }
  return { kind, manifest: { ...manifest, ...named } }
}
