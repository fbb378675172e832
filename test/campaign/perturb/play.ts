import { setTimeout as sleep } from 'node:timers/promises'
import type { TestEngine } from '../../store/engines.ts'
import { differencesOf, type EndState, endState } from './end-state.ts'
import { Onsets } from './onsets.ts'
import type { Perturbation } from './perturbation.ts'
import type { PerturbedCluster } from './perturbed-cluster.ts'
import { SCRIPT, type Step, type StepName, STEPS } from './script.ts'
import { Stage } from './stage.ts'

/** How one run ended. */
export interface Played {
  readonly perturbation: Perturbation
  readonly end: EndState
  /** In what the end is another than the usual one, and what else must not be; none = as ever. */
  readonly faults: readonly string[]
  readonly seconds: number
}

/** Nothing happens but the changes. */
export const UNDISTURBED: Perturbation = { id: 'F-00', what: 'nothing else happens' }

const WHOLE_AFTER_MS = 15_000
const QUIET_MS = 600

let number = 0

/**
 * Plays the script under a fault, on a real cluster with the real service, and compares the end with that of the run without.
 *
 * @param usual undefined for the run without a fault, which has nothing to be compared with
 */
export async function play(
  cluster: PerturbedCluster,
  engine: TestEngine,
  perturbation: Perturbation,
  usual: EndState | undefined,
): Promise<Played> {
  const started = performance.now()
  const namespace = `${perturbation.id.toLowerCase()}-${number++}`
  const stage = await Stage.set(cluster, engine, namespace, perturbation)
  const onsets = new Onsets()
  try {
    await perturbation.begin?.(stage)
    await stage.startService()
    await stage.isLive()
    for (const step of STEPS) await make(step, stage, perturbation, onsets)
    const end = await atRest(stage, perturbation, usual)
    const differences = usual === undefined ? [] : differencesOf(accepted(end, usual, perturbation), usual)
    const { findings } = await stage.recorded()
    const faults = [...differences, ...onsets.faults(findings, perturbation)]
    return { perturbation, end, faults, seconds: (performance.now() - started) / 1000 }
  } finally {
    await stage.clear()
  }
}

async function make(name: StepName, stage: Stage, perturbation: Perturbation, onsets: Onsets): Promise<void> {
  const step: Step = SCRIPT[name]
  const clock = (): number => perturbation.clockOff?.() ?? 0
  await perturbation.before?.(name, stage)
  onsets.begin(step, clock())
  await step.make(stage)
  await perturbation.made?.(name, stage)
  if (perturbation.blind?.(name) !== true) {
    await stage.until(name, step.isSeen)
    onsets.end(clock())
  }
  await perturbation.seen?.(name, stage)
}

/** Until the end is as it has to be and stays so for a moment; as it is where it does not become so in time. */
async function atRest(stage: Stage, perturbation: Perturbation, usual: EndState | undefined): Promise<EndState> {
  let last = ''
  for (let same = Date.now(), end = same + WHOLE_AFTER_MS; ; await sleep(100)) {
    await perturbation.revive?.(stage)
    const state = await endState(stage.service.store).catch(() => undefined)
    if (state === undefined) continue
    const text = JSON.stringify(state)
    if (text !== last) same = Date.now()
    last = text
    const isRight = usual === undefined || differencesOf(accepted(state, usual, perturbation), usual).length === 0
    const quiet = usual === undefined ? 10 * QUIET_MS : QUIET_MS
    if ((isRight && Date.now() - same > quiet) || Date.now() > end) return state
  }
}

function accepted(end: EndState, usual: EndState, { differs }: Perturbation): EndState {
  return differs?.accept(end, usual) ?? end
}
