import type { FieldPath } from '../../../src/model/field-path.ts'
import type { Editing } from './edited-copy.ts'

/** One single edit of one object, whoever makes it. */
export interface Change {
  readonly what: 'modify' | 'remove' | 'add' | 'reorder'
  readonly path: FieldPath
  /** The first that the server takes is the edit; a server refuses many values. */
  readonly tries: readonly Editing[]
}
