import type { Decision } from '../../model/decision.ts'
import { canonicalJson, type Json } from '../../model/json.ts'

/** Whether two decisions say the same, to the word: only then is there nothing to write. */
export function isSameDecision(a: Decision | null, b: Decision | null): boolean {
  return canonicalJson(a as unknown as Json) === canonicalJson(b as unknown as Json)
}
