import type { TestEngine } from '../../store/engines.ts'
import type { EndState } from './end-state.ts'
import { play, type Played } from './play.ts'
import type { Perturbation } from './perturbation.ts'
import type { PerturbedCluster } from './perturbed-cluster.ts'

/** Plays under a fault; that it does not come to its end is a fault like others, so that one of many runs stops none. */
export async function tried(
  cluster: PerturbedCluster,
  engine: TestEngine,
  perturbation: Perturbation,
  usual: EndState,
): Promise<Pick<Played, 'perturbation' | 'faults'>> {
  try {
    return await play(cluster, engine, perturbation, usual)
  } catch (error) {
    return { perturbation, faults: [error instanceof Error ? error.message : 'the run did not come to its end'] }
  }
}
