import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crashEverywhere } from '../campaign/perturb/crashes.ts'
import type { EndState } from '../campaign/perturb/end-state.ts'
import { apiServerRestarts } from '../campaign/perturb/faults/api-server.ts'
import { auditEventsAreDropped, auditEventsAreLate } from '../campaign/perturb/faults/audit-events.ts'
import { linesAreCut } from '../campaign/perturb/faults/broken-streams.ts'
import { clockIsAhead, clockJumps } from '../campaign/perturb/faults/clocks.ts'
import { tokenIsRevoked } from '../campaign/perturb/faults/credentials.ts'
import { comesBackWithADefault } from '../campaign/perturb/faults/definitions.ts'
import { eventsAreHeldBack } from '../campaign/perturb/faults/event-order.ts'
import { everyOtherWriteFails } from '../campaign/perturb/faults/failing-writes.ts'
import { gitIsDown } from '../campaign/perturb/faults/git.ts'
import { namespaceTerminates } from '../campaign/perturb/faults/namespace.ts'
import { oldListIsServed } from '../campaign/perturb/faults/old-list.ts'
import { clusterIsOutOfReach } from '../campaign/perturb/faults/partition.ts'
import { commitsAreCut } from '../campaign/perturb/faults/store-connection.ts'
import { PerturbedCluster } from '../campaign/perturb/perturbed-cluster.ts'
import type { Perturbation } from '../campaign/perturb/perturbation.ts'
import { play, UNDISTURBED } from '../campaign/perturb/play.ts'
import { ENGINES, type TestEngine } from '../store/engines.ts'

let cluster: PerturbedCluster
const engines = new Map<TestEngine['name'], TestEngine>()
let usual: EndState

beforeAll(async () => {
  const started = ENGINES.map(async ({ name, start }) => engines.set(name, await start()))
  ;[cluster] = await Promise.all([PerturbedCluster.start(), ...started])
  usual = (await play(cluster, engine('postgres'), UNDISTURBED, undefined)).end
})

afterAll(async () => {
  for (const one of engines.values()) await one.stop()
  await cluster.stop()
})

function engine(name: TestEngine['name']): TestEngine {
  return engines.get(name) as TestEngine
}

it('plays ten changes, of which it knows who made each, one as overwritten and three as taken back', () => {
  expect(usual.findings).toHaveLength(8)
  expect(usual.findings.filter(({ state }) => state.includes('reverted'))).toHaveLength(3)
  expect(usual.fixes).toHaveLength(1)
  expect(usual.problems).toEqual([])
  const made = usual.findings.filter(({ drift }) => drift.startsWith('drift'))
  expect(made.map(({ author }) => author.confidence)).toEqual(made.map(() => 'certain'))
})

describe('the end is as ever where', () => {
  const named = ([make, name = 'postgres']: readonly [() => Perturbation, TestEngine['name']?]) => {
    const { id, what } = make()
    return [`${id} ${what}`, make, name] as const
  }

  it.each(
    (
      [
        [apiServerRestarts],
        [linesAreCut],
        [eventsAreHeldBack],
        [oldListIsServed],
        [tokenIsRevoked],
        [comesBackWithADefault],
        [namespaceTerminates],
        [clockIsAhead],
        [clockJumps],
        [clusterIsOutOfReach],
        [gitIsDown],
        [() => commitsAreCut('after')],
        [() => everyOtherWriteFails('before'), 'embedded'],
        [() => everyOtherWriteFails('after'), 'embedded'],
        [auditEventsAreDropped],
        [() => auditEventsAreLate()],
      ] as const
    ).map(named),
  )('%s', async (_name, make, name) => {
    expect((await play(cluster, engine(name), make(), usual)).faults).toEqual([])
  })
})

it.each([
  ['embedded', 'after', 1],
  ['postgres', 'before', 9],
] as const)('F-23 ends as ever where the service dies (%s, %s every tenth write)', async (name, when, first) => {
  const { outcomes } = await crashEverywhere(cluster, engine(name), usual, {
    when: () => when,
    first,
    every: 10,
  })
  expect(outcomes.flatMap(({ faults }) => faults)).toEqual([])
  expect(outcomes.length).toBeGreaterThan(1)
})
