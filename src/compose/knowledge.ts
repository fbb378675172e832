import defaults from '../diff/data/defaults.json' with { type: 'json' }
import type { DefaultsTable } from '../diff/defaults-table.ts'
import factsData from '../diff/schema/data/type-facts.json' with { type: 'json' }
import { typeFacts, type TypeFacts } from '../diff/schema/type-facts.ts'
import type { Knowledge } from '../loop/pass.ts'
import { MUTATOR_RULES } from '../policy/mutators/catalogue.ts'
import { activeRules, indexRules } from '../policy/rule-index.ts'

/** What driftage knows by itself: the rules that are on by default, and the server's defaults. */
export function knowledge(): Knowledge {
  return { rules: indexRules(activeRules(MUTATOR_RULES)), defaults: defaults as unknown as DefaultsTable }
}

/** What becomes of empty values of the built-in kinds. */
export function facts(): TypeFacts {
  return typeFacts(factsData)
}
