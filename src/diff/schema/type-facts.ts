/** What the server's encoder does with an empty value (`0`, `""`, `false`, `[]`, `{}`) that a client sends. */
export type EmptyFate = 'dropped' | 'kept' | 'always'

/** Facts about the Go types behind the built-in kinds, which OpenAPI does not tell. */
export interface TypeFacts {
  /**
   * `dropped`: absent afterwards. `kept`: stays, so its removal is a change. `always`: written even when nobody sent it.
   * Types without facts (custom resources) store what they are sent: `kept`.
   */
  emptyOf(component: string, field: string): EmptyFate
}

export const NO_FACTS: TypeFacts = { emptyOf: () => 'kept' }

/** Facts as the generator writes them: per component, per field, the first letter of the fate. */
export type TypeFactsData = Readonly<Record<string, Readonly<Record<string, string>>>>

export function typeFacts(data: TypeFactsData): TypeFacts {
  return {
    emptyOf(component, field) {
      const fields = Object.hasOwn(data, component) ? data[component] : undefined
      if (fields === undefined) return 'kept'
      const letter = Object.hasOwn(fields, field) ? fields[field] : 'd'
      return letter === 'k' ? 'kept' : letter === 'a' ? 'always' : 'dropped'
    },
  }
}
