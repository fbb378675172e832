import type { KindInfo } from '../../model/kind-info.ts'
import { SchemaCompiler } from './compile.ts'
import builtin from './data/builtin-schemas.json' with { type: 'json' }
import facts from './data/type-facts.json' with { type: 'json' }
import { typeFacts } from './type-facts.ts'

/** What is known of the built-in kinds without a cluster, as Kubernetes 1.36 serves them. */
export interface BuiltinSchemas {
  readonly kinds: readonly KindInfo[]
  readonly compiler: SchemaCompiler
}

let known: BuiltinSchemas | undefined

/** Types are compiled when they are first asked for, and once. */
export function builtinSchemas(): BuiltinSchemas {
  known ??= {
    kinds: builtin.kinds,
    compiler: new SchemaCompiler(builtin.components, typeFacts(facts)),
  }
  return known
}
