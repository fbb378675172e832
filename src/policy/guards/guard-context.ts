import type { Difference } from '../../model/difference.ts'
import type { JsonObject } from '../../model/json.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { GuardFacts } from '../guard-facts.ts'

/** What guards may look at, beside the difference. */
export interface GuardContext {
  readonly ref: ObjectRef
  readonly live: JsonObject
  /** Absent where Git does not hold the object. */
  readonly desired: JsonObject | undefined
  readonly facts: GuardFacts
}

export type GuardInput = GuardContext & { readonly difference: Difference }
