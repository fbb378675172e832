import type { Attributed } from '../diff/attribute.ts'
import type { Judgement } from '../diff/base.ts'
import type { ServerMadeLeaf } from '../diff/pair.ts'
import type { DesiredObject } from '../model/desired-object.ts'
import type { Difference, Explanation } from '../model/difference.ts'
import type { JsonObject } from '../model/json.ts'
import type { NotChecked } from '../model/not-checked.ts'
import type { ObjectRef } from '../model/object-ref.ts'

/** What one pass says of one object: nothing is left to look up, only to print. */
export interface Assessment {
  readonly ref: ObjectRef
  readonly desired: DesiredObject
  /** Undefined for an object that is missing. */
  readonly live: JsonObject | undefined
  readonly drifts: readonly JudgedDifference[]
  readonly explained: readonly ExplainedDifference[]
  readonly serverMade: readonly ServerMadeLeaf[]
  readonly gaps: readonly NotChecked[]
}

export interface ExplainedDifference {
  readonly difference: Difference
  readonly explanation: Explanation
}

/** A difference that nothing explains, with everything that is said about it. */
export interface JudgedDifference {
  readonly difference: Difference
  readonly judgement: Judgement
  readonly attributed: Attributed
}
