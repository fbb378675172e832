import type { FieldPath } from '../../model/field-path.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import { anyGlobTest } from '../glob.ts'
import { compilePattern, type PathPattern } from '../path-pattern.ts'
import { SEVERITY_RULES } from './catalogue.ts'
import { podTemplatePath } from './pod-template.ts'
import type { SeverityRule } from './severity-rule.ts'

/** A rule with its patterns, as it stands for one kind. */
export interface KindRule {
  readonly rule: SeverityRule
  readonly namesObject: (ref: ObjectRef) => boolean
  /** Path of what the rule names, where `path` is that place or lies inside; undefined where the rule is not about it. */
  readonly placeOf: (path: FieldPath) => FieldPath | undefined
}

const COMPILED = SEVERITY_RULES.map((rule) => ({
  rule,
  group: anyGlobTest(rule.groups ?? ['*']),
  kind: anyGlobTest(rule.kinds ?? ['*']),
  paths: (rule.paths ?? []).map(compilePattern),
  podPaths: (rule.podPaths ?? []).map(compilePattern),
}))

const byKind = new Map<string, readonly KindRule[]>()

/** The rules for objects of this kind, in catalogue order. */
export function rulesForKind(group: string, kind: string): readonly KindRule[] {
  const name = `${group}/${kind}`
  let rules = byKind.get(name)
  if (rules === undefined) {
    rules = COMPILED.filter((one) => one.group(group) && one.kind(kind)).map((one) =>
      kindRule(one.rule, one.paths, one.podPaths, podTemplatePath(group, kind)),
    )
    byKind.set(name, rules)
  }
  return rules
}

function kindRule(
  rule: SeverityRule,
  paths: readonly PathPattern[],
  podPaths: readonly PathPattern[],
  template: readonly string[] | undefined,
): KindRule {
  const name = anyGlobTest(rule.names ?? ['*'])
  const namespace = anyGlobTest(rule.namespaces ?? ['*'])
  return {
    rule,
    namesObject: (ref) => name(ref.name) && namespace(ref.namespace),
    placeOf: (path) => {
      const own = paths.find((pattern) => pattern.covers(path))
      if (own !== undefined) return path.slice(0, own.depth)
      // Templates are compared without their prefix: one pattern then serves every kind that makes Pods.
      if (template === undefined || podPaths.length === 0 || !liesIn(path, template)) return undefined
      const inTemplate = path.slice(template.length)
      const pod = podPaths.find((pattern) => pattern.covers(inTemplate))
      return pod === undefined ? undefined : path.slice(0, template.length + pod.depth)
    },
  }
}

/** As `startsWith`, for a place of nothing but fields: asked for each rule, so it must not print anything. */
function liesIn(path: FieldPath, template: readonly string[]): boolean {
  return template.every((name, i) => {
    const element = path[i]
    return element?.kind === 'field' && element.name === name
  })
}
