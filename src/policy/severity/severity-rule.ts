import type { Severity } from '../../model/severity.ts'
import type { DirectionName } from './directions.ts'

/** How bad a change of one class of fields is if it lasts. */
export interface SeverityRule {
  /** Permanent: findings, SARIF and configuration cite it. */
  readonly id: string
  readonly title: string
  readonly level: Severity
  /** API groups and kinds, `*` as a wildcard; absent = any. */
  readonly groups?: readonly string[]
  readonly kinds?: readonly string[]
  readonly namespaces?: readonly string[]
  readonly names?: readonly string[]
  /** Path patterns from the root of the object; a rule covers what they name and everything inside. */
  readonly paths?: readonly string[]
  /** As `paths`, from the root of the Pod template of whatever workload it is, or of the Pod itself. */
  readonly podPaths?: readonly string[]
  /** The rule is about whole objects that are gone. */
  readonly missing?: boolean
  /** The rule is about order alone, at its paths. */
  readonly order?: boolean
  /**
   * Which way is worse. With it, only loosening keeps the level; tightening, and what cannot be told, drop it by one.
   * Without it, any change is as bad as the class says.
   */
  readonly direction?: DirectionName
  /** Published ranking that the level rests on. */
  readonly grounding: string
}

/** Patterns for a field of all three kinds of containers. */
export function containers(...fields: readonly string[]): readonly string[] {
  return fields.flatMap((field) =>
    ['containers', 'initContainers', 'ephemeralContainers'].map((list) => `.spec.${list}[*]${field}`),
  )
}

/** Patterns for a field of the security context of the Pod and of its containers. */
export function securityContext(...fields: readonly string[]): readonly string[] {
  return fields.flatMap((field) => [`.spec.securityContext${field}`, ...containers(`.securityContext${field}`)])
}
