import type { DriftKind } from '../model/difference.ts'
import type { FieldPath } from '../model/field-path.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import { anyGlobTest } from './glob.ts'
import { factsOfGuard } from './guard.ts'
import type { FactKind } from './guard-facts.ts'
import type { MutatorRule } from './mutator-rule.ts'
import { compileOwner, type OwnerTest } from './owner-condition.ts'
import { compilePattern, type PathPattern } from './path-pattern.ts'

/** A rule with its patterns compiled. */
export interface CompiledRule {
  readonly rule: MutatorRule
  readonly patterns: readonly PathPattern[]
  readonly ownerHolds: OwnerTest
  readonly driftKinds: ReadonlySet<DriftKind>
  /** Whether namespace and name of the object are among those of the rule; the kind was looked at before. */
  readonly namesObject: (ref: ObjectRef) => boolean
}

/** Rules in catalogue order, found by kind. */
export interface RuleIndex {
  readonly rulesFor: (group: string, kind: string) => readonly CompiledRule[]
}

/** The rules that are on: those on by default, and those chosen by id, without those switched off by id. */
export function activeRules(
  rules: readonly MutatorRule[],
  choice: { readonly on?: ReadonlySet<string>; readonly off?: ReadonlySet<string> } = {},
): readonly MutatorRule[] {
  return rules.filter(({ id, enabledByDefault }) => (enabledByDefault || choice.on?.has(id)) && !choice.off?.has(id))
}

/** Compiles every rule; throws where a path is not a pattern. */
export function indexRules(rules: readonly MutatorRule[]): RuleIndex {
  const compiled = rules.map((rule) => ({
    rule: compileRule(rule),
    group: anyGlobTest(rule.match.groups),
    kind: anyGlobTest(rule.match.kinds),
  }))
  const byKind = new Map<string, readonly CompiledRule[]>()
  return {
    rulesFor: (group, kind) => {
      const name = `${group}/${kind}`
      let found = byKind.get(name)
      if (found === undefined) {
        found = compiled.filter((one) => one.group(group) && one.kind(kind)).map((one) => one.rule)
        byKind.set(name, found)
      }
      return found
    },
  }
}

/** The rules that could have a say about the path of the object, whoever owns it. */
export function rulesMatchingPath(index: RuleIndex, ref: ObjectRef, path: FieldPath): readonly MutatorRule[] {
  return index
    .rulesFor(ref.group, ref.kind)
    .filter(
      (one) =>
        one.namesObject(ref) && one.patterns.some((pattern) => pattern.covers(path) || pattern.matchesBelow(path)),
    )
    .map((one) => one.rule)
}

export function factsNeeded(rule: MutatorRule): readonly FactKind[] {
  return rule.guard === undefined ? [] : factsOfGuard(rule.guard)
}

function compileRule(rule: MutatorRule): CompiledRule {
  const { names, namespaces, paths, driftKinds } = rule.match
  const name = names === undefined ? undefined : anyGlobTest(names)
  const namespace = namespaces === undefined ? undefined : anyGlobTest(namespaces)
  return {
    rule,
    patterns: paths.map(compilePattern),
    ownerHolds: compileOwner(rule.owner),
    driftKinds: new Set(driftKinds ?? ['added', 'modified']),
    namesObject: (ref) => (name?.(ref.name) ?? true) && (namespace?.(ref.namespace) ?? true),
  }
}
