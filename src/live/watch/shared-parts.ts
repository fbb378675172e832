import type { KindInfo } from '../../model/kind-info.ts'
import type { ClusterReader } from '../cluster-reader.ts'
import type { WatchCounters } from './counters.ts'
import type { Delivery } from './delivery.ts'
import type { ListTurns } from './list-turns.ts'
import type { Surroundings, WatchTimes } from './surroundings.ts'
import type { WatchSource } from './watch-source.ts'

/** What the watches of one cluster share. */
export interface SharedParts {
  readonly reader: ClusterReader
  readonly stream: WatchSource
  readonly delivery: Delivery
  readonly turns: ListTurns
  readonly counters: WatchCounters
  readonly surroundings: Surroundings
  readonly times: WatchTimes
  /** Resolves when the server serves the kind (again); undefined where the signal is aborted first. */
  readonly awaitKind: (kind: KindInfo, signal: AbortSignal) => Promise<KindInfo | undefined>
}
