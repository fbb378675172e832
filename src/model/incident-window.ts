import type { Instant } from './instant.ts'

/** A declared incident: people change the cluster on purpose, so nothing is undone and nobody is disturbed meanwhile. */
export interface IncidentWindow {
  /** Unique, such as `INC-7`. */
  readonly name: string
  readonly from: Instant
  readonly until: Instant
  readonly scope: IncidentScope
}

/** Globs (`*`, `?`); absent = any. */
export interface IncidentScope {
  readonly clusters?: readonly string[]
  readonly namespaces?: readonly string[]
  readonly sources?: readonly string[]
}
