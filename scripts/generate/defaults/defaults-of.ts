import type { DefaultsTable } from '../../../src/diff/defaults-table.ts'
import type { ApiClient } from '../../../test/cluster/api-client.ts'
import { Random } from '../../../test/differential/random.ts'
import { infer } from './infer.ts'
import { experiment, observationsOf, openLaboratory } from './laboratory.ts'
import { mixedProbes } from './probes.ts'
import { disagreements } from './verify.ts'

export interface Findings {
  readonly table: DefaultsTable
  readonly probes: number
  readonly answered: number
  /** Where the server did what no rule could be found for. */
  readonly disagreements: readonly string[]
}

const SEED = 1363
const MIXED = 3000

/** Asks the server about everything, and finds the rules behind its answers. */
export async function defaultsOf(client: ApiClient): Promise<Findings> {
  const laboratory = await openLaboratory(client)
  const singles = await experiment(laboratory, laboratory.singles)
  const accepted = singles.map(({ probe }) => probe)
  const mixed = mixedProbes(laboratory.seeds, accepted, new Random(SEED), MIXED)
  const answers = [...singles, ...(await experiment(laboratory, mixed))]
  const observations = observationsOf(answers)
  const table = infer(observations)
  const probes = laboratory.singles.length + mixed.length
  return { table, probes, answered: answers.length, disagreements: disagreements(table, observations) }
}
