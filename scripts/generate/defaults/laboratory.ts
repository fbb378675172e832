import { builtinSchemas } from '../../../src/diff/schema/builtin.ts'
import type { TypeSchema } from '../../../src/model/type-schema.ts'
import type { ApiClient } from '../../../test/cluster/api-client.ts'
import { builtinKinds } from '../builtin-kinds.ts'
import { fetchDocuments } from '../builtin-schemas.ts'
import { Prober, type Answered } from './ask.ts'
import { distinct } from './distinct.ts'
import { observe, type Observation } from './observe.ts'
import { singleProbes, targetsOf, type Probe } from './probes.ts'
import { RawSchemas } from './raw-schema.ts'
import { Sampler } from './sample.ts'
import { readSamples, readSeeds, type Seed } from './seeds.ts'

/** A server, and all that is needed to ask it. */
export interface Laboratory {
  readonly seeds: readonly Seed[]
  readonly singles: readonly Probe[]
  readonly prober: Prober
}

export async function openLaboratory(client: ApiClient): Promise<Laboratory> {
  const schemas = new RawSchemas((await fetchDocuments(client)).map(({ document }) => document))
  const sampler = new Sampler(schemas, await readSamples())
  const seeds = await readSeeds(await builtinKinds(client))
  return { seeds, singles: singleProbes(seeds, schemas, sampler), prober: new Prober(client, schemas, sampler) }
}

/** A probe and what the server made of it, in the order of the probes; refused ones are left out. */
export interface Experiment {
  readonly probe: Probe
  readonly answer: Answered
}

/** Asks about all probes, some at a time. A seed that is refused is an error: it was written by hand. */
export async function experiment({ prober }: Laboratory, probes: readonly Probe[]): Promise<readonly Experiment[]> {
  const results: (Experiment | undefined)[] = probes.map(() => undefined)
  let next = 0
  const work = async (): Promise<void> => {
    for (let i = next++; i < probes.length; i = next++) {
      const probe = probes[i] as Probe
      const answer = await prober.ask(probe.kind, probe.manifest, targetsOf(probe))
      if ('live' in answer) results[i] = { probe, answer }
      else if (probe.edits.length === 0) throw new Error(`${JSON.stringify(probe.manifest)}: ${answer.refusal}`)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, work))
  return results.filter((one) => one !== undefined)
}

const PARALLEL = 12

/** What the answers showed, each thing once. */
export function observationsOf(experiments: readonly Experiment[]): readonly Observation[] {
  return distinct(experiments.flatMap(({ answer }) => observe(answer, typeOf(answer))))
}

export function typeOf({ kind }: Pick<Answered, 'kind'>): TypeSchema {
  const type = builtinSchemas().compiler.kind(kind.group, kind.version, kind.kind)
  if (type === undefined) throw new Error(`No type of ${kind.kind}`)
  return type
}
