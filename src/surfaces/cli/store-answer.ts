import type { ChainVerdict } from '../../ledger/verify-chain.ts'

/** What `driftage db` did or found. */
export type DatabaseAnswer =
  /** Steps that were done now; empty where the tables had their form already. */
  | { readonly did: 'migrated'; readonly steps: readonly string[] }
  | { readonly did: 'checked'; readonly problems: readonly StoredProblem[]; readonly chain: ChainVerdict }
  | { readonly did: 'backed-up'; readonly file: string; readonly key: string }
  | { readonly did: 'restored'; readonly rows: number; readonly key: string }
  | { readonly did: 'moved'; readonly rows: number; readonly key: string }

/** Something that must not be, with the first row that shows it. */
export interface StoredProblem {
  readonly table: string
  readonly row: string
  readonly text: string
}
