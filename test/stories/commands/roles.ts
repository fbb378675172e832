import { waitUntilNothingIsMissing } from '../../cluster/waiting.ts'

/** What tests read of a role. */
export interface Rule {
  readonly apiGroups: readonly string[]
  readonly resources: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly verbs: readonly string[]
}

export interface Role {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  readonly rules?: readonly Rule[]
}

/** The rules without one resource, for each of them. */
export function lessByOne(
  rules: readonly Rule[],
): readonly { readonly missing: string; readonly rules: readonly Rule[] }[] {
  return rules.flatMap((rule, at) =>
    rule.resources.map((missing) => {
      const resources = rule.resources.filter((one) => one !== missing)
      const others = rules.filter((_, other) => other !== at)
      return { missing, rules: resources.length === 0 ? others : [...others, { ...rule, resources }] }
    }),
  )
}

/** Authorization follows a role only a moment later. */
export function changes(look: () => Promise<readonly string[]>, usual: readonly string[]): Promise<boolean> {
  const same = async () => ((await look()).join() === usual.join() ? ['the same'] : [])
  return waitUntilNothingIsMissing('something changes', same, { timeoutMs: 3_000 }).then(
    () => true,
    () => false,
  )
}
