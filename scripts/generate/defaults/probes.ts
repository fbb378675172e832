import type { JsonObject } from '../../../src/model/json.ts'
import { apiVersionOf, type KindInfo } from '../../../src/model/kind-info.ts'
import type { Random } from '../../../test/differential/random.ts'
import { applyEdit, type Edit, type Path } from './edit.ts'
import type { RawSchemas } from './raw-schema.ts'
import type { Sampler } from './sample.ts'
import type { Seed } from './seeds.ts'
import { Variants } from './variants.ts'

/** A manifest to ask the server about. */
export interface Probe {
  readonly kind: KindInfo
  readonly manifest: JsonObject
  /** What it is about; empty for a seed. */
  readonly edits: readonly Edit[]
}

const TEMPLATE = 'io.k8s.api.core.v1.PodTemplateSpec'
const VOLUME = 'io.k8s.api.core.v1.PersistentVolumeSpec'

/** Kinds that explore a component which others share. */
const EXPLORERS: Readonly<Record<string, readonly string[]>> = {
  'apps/v1/Deployment': [TEMPLATE],
  'v1/PersistentVolume': [VOLUME],
}

/** One probe per seed, then one for each optional part of the first seed of each kind. */
export function singleProbes(seeds: readonly Seed[], schemas: RawSchemas, sampler: Sampler): readonly Probe[] {
  const known = new Set<string>()
  const variants = seeds.flatMap(({ kind, manifest }) => {
    const name = nameOf(kind)
    if (known.has(name)) return []
    known.add(name)
    const closed = [TEMPLATE, VOLUME].filter((component) => EXPLORERS[name]?.includes(component) !== true)
    const edits = new Variants(schemas, sampler, closed).of(
      schemas.ofKind(kind.group, kind.version, kind.kind),
      manifest,
    )
    return edits.map((edit): Probe => ({ kind, manifest: applyEdit(manifest, edit), edits: [edit] }))
  })
  return [...seeds.map((seed): Probe => ({ ...seed, edits: [] })), ...variants]
}

/** Seeds with several parts at once, since conditions show where parts meet. */
export function mixedProbes(
  seeds: readonly Seed[],
  answered: readonly Probe[],
  random: Random,
  count: number,
): readonly Probe[] {
  const edits = new Map<string, Edit[]>()
  for (const { kind, edits: own } of answered) edits.set(nameOf(kind), [...(edits.get(nameOf(kind)) ?? []), ...own])
  const mixable = seeds.filter(({ kind }) => (edits.get(nameOf(kind))?.length ?? 0) > 1)
  return Array.from({ length: count }, () => {
    const { kind, manifest } = random.pick(mixable)
    const chosen = random.some(edits.get(nameOf(kind)) ?? [], random.between(2, 4))
    return { kind, manifest: chosen.reduce(applyEdit, manifest), edits: chosen }
  })
}

/** What a repair must leave alone. */
export function targetsOf({ edits }: Probe): readonly Path[] {
  return edits.length === 0 ? [[]] : edits.flatMap(({ sets }) => sets.map(({ path }) => path))
}

function nameOf(kind: KindInfo): string {
  return `${apiVersionOf(kind)}/${kind.kind}`
}
