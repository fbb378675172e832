import { setTimeout as sleep } from 'node:timers/promises'
import type { ErrorCode } from '../../errors/catalogue.ts'
import { DriftageError } from '../../errors/driftage-error.ts'
import type { ClusterState, SourceState } from '../../model/source-state.ts'

export interface FirstLook {
  readonly clusters: () => readonly ClusterState[]
  /** Undefined until the first source has said anything. */
  readonly sources: () => readonly SourceState[] | undefined
  /** As the ledger has them: a source without a `baselineSince` was looked at whole. */
  readonly recorded: () => Promise<readonly SourceState[]>
  readonly signal: AbortSignal
}

const LOOK_EACH_MS = 50

/**
 * Waits until everything was looked at once: what happens earlier cannot be told from what was there. A source that cannot
 * be read holds up no other one.
 *
 * @throws DriftageError the reason where none of the sources can be read
 */
export async function firstLookIsOver(look: FirstLook): Promise<void> {
  while (!(await isOver(look))) await sleep(LOOK_EACH_MS, undefined, { signal: look.signal })
}

async function isOver({ clusters, sources, recorded }: FirstLook): Promise<boolean> {
  const said = sources()
  if (said === undefined || said.length === 0) return false
  const [first] = said
  if (first?.failing != null && said.every(wasNeverRead)) {
    throw new DriftageError(
      first.failing.code as ErrorCode,
      `${first.name}: ${first.failing.message} Nothing was recorded.`,
    )
  }
  const states = clusters()
  if (states.length === 0 || states.some(({ state }) => state === 'starting' || state === 'unreachable')) return false
  const looked = new Set((await recorded()).flatMap((one) => (one.baselineSince === null ? [one.name] : [])))
  return said.every((source) => looked.has(source.name) || wasNeverRead(source))
}

/** A chart that waits for the cluster's word is read in a moment. */
const WAITS_FOR_CLUSTER = 'DRF5205'

/** Nothing of it is known, and the reason is one that lasts. */
export function wasNeverRead({ failing, objects }: SourceState): boolean {
  return failing !== null && objects === 0 && failing.code !== WAITS_FOR_CLUSTER
}
