import type { TestEngine } from '../../store/engines.ts'
import type { EndState } from './end-state.ts'
import { crashAtWrite } from './faults/crash.ts'
import { type CrashOutcome, type Outcome, outcomeOf } from './figures.ts'
import type { PerturbedCluster } from './perturbed-cluster.ts'
import { tried } from './tried.ts'

/** Plays the script with a crash at one write after the other, from `first` on, until it makes fewer writes. */
export async function crashEverywhere(
  cluster: PerturbedCluster,
  engine: TestEngine,
  usual: EndState,
  options: {
    readonly when: (write: number) => 'before' | 'after'
    readonly first: number
    readonly every: number
    readonly told?: (one: Outcome) => void
  },
): Promise<CrashOutcome> {
  const { when, first, every, told } = options
  const outcomes: Outcome[] = []
  for (let number = first; ; number += every) {
    const crash = crashAtWrite(number, when(number))
    const outcome = outcomeOf(await tried(cluster, engine, crash.perturbation, usual), engine.name)
    if (!crash.happened()) return { engine: engine.name, outcomes }
    outcomes.push(outcome)
    told?.(outcome)
  }
}
