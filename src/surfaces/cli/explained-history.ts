import type { Instant } from '../../model/instant.ts'
import type { ClusterState } from '../../model/source-state.ts'
import type { FindingHistory } from './views/ledger/history-view.ts'

/** What the memory knows of an object that is explained, or why it is not told. */
export type ExplainedHistory =
  | {
      readonly state: 'found'
      /** By written path; of fields that agree now as well. */
      readonly findings: ReadonlyMap<string, FindingHistory>
      readonly cluster: ClusterState
      readonly now: Instant
    }
  /** `none`: there is no ledger, or it does not know the cluster. `failed`: there is one, and it could not be asked. */
  | { readonly state: 'none' | 'failed'; readonly message: string; readonly code?: string }
