import process from 'node:process'
import { ENGINES, type TestEngine } from '../../store/engines.ts'
import { CAMPAIGNS, writeSection } from '../../pages/page-section.ts'
import { crashEverywhere } from './crashes.ts'
import type { EndState } from './end-state.ts'
import { EVERY_FAULT } from './faults/every-fault.ts'
import { type CrashOutcome, type Outcome, outcomeOf, perturbSection } from './figures.ts'
import { PerturbedCluster } from './perturbed-cluster.ts'
import { play, UNDISTURBED } from './play.ts'
import { STEPS } from './script.ts'
import { tried } from './tried.ts'

/** The whole campaign, about an hour. Arguments: words of which one must be in what is played; default all of it. */
export async function run(words: readonly string[]): Promise<void> {
  const started = performance.now()
  const cluster = await PerturbedCluster.start()
  const engines = await Promise.all(ENGINES.map(({ start }) => start()))
  try {
    const [embedded, postgres] = engines as [TestEngine, TestEngine]
    const { end: usual } = await play(cluster, postgres, UNDISTURBED, undefined)
    const outcomes = await everyFault(cluster, postgres, usual, words)
    const crashes: CrashOutcome[] = []
    for (const [turn, engine] of [embedded, postgres].entries()) {
      if (words.length > 0 && !words.includes('crash')) continue
      const when = (write: number): 'before' | 'after' => ((write + turn) % 2 === 0 ? 'before' : 'after')
      crashes.push(await crashEverywhere(cluster, engine, usual, { when, first: 1, every: 1, told: tell }))
    }
    const section = perturbSection(outcomes, crashes, STEPS.length, (performance.now() - started) / 1000)
    if (words.length === 0) writeSection(CAMPAIGNS, 'perturb', section)
    console.log(section)
    if ([...outcomes, ...crashes.flatMap((one) => one.outcomes)].some(isFaulty)) process.exitCode = 1
  } finally {
    for (const engine of engines) await engine.stop()
    await cluster.stop()
  }
}

async function everyFault(
  cluster: PerturbedCluster,
  engine: TestEngine,
  usual: EndState,
  words: readonly string[],
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  for (const make of EVERY_FAULT) {
    const perturbation = make()
    const name = `${perturbation.id} ${perturbation.what}`
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue
    const outcome = outcomeOf(await tried(cluster, engine, perturbation, usual), engine.name)
    outcomes.push(outcome)
    tell(outcome)
  }
  return outcomes
}

function tell(outcome: Outcome): void {
  const { id, what, engine, faults } = outcome
  console.error(`${id} ${what} (${engine}): ${isFaulty(outcome) ? faults.join('\n  ') : 'same end'}`)
}

function isFaulty({ faults }: Outcome): boolean {
  return faults.length > 0
}
