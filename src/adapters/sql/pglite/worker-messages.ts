import type { SqlResult, ValueTypes } from '../session.ts'

/** What the worker gets when it starts. */
export interface WorkerSettings {
  /** The folder of the database itself, made where it is not there. */
  readonly folder: string
  /** A packed folder of an empty database, to begin with instead of making one; null = none at hand. */
  readonly template: string | null
}

export type WorkerTask =
  | {
      readonly kind: 'query'
      readonly text: string
      readonly parameters: readonly unknown[]
      readonly types: ValueTypes
    }
  | { readonly kind: 'script'; readonly text: string; readonly types: ValueTypes }
  /** Forces files that changed since the last time to the disk. */
  | { readonly kind: 'sync' }
  | { readonly kind: 'close' }

export interface WorkerRequest {
  readonly id: number
  readonly task: WorkerTask
}

export type WorkerAnswer =
  | { readonly id: number; readonly kind: 'done'; readonly result: SqlResult }
  | {
      readonly id: number
      readonly kind: 'failed'
      readonly state: string
      readonly message: string
      readonly constraint: string | undefined
    }

/** The first message: the database is open, or it cannot be opened. Answers have the id of their request; this one has 0. */
export const OPENING = 0
