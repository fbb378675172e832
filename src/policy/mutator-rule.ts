import type { DriftKind } from '../model/difference.ts'
import type { Guard } from './guard.ts'

/**
 * A change that is expected: who makes it, where, and within which bound. Rules are narrow on purpose, since whatever
 * a rule matches is not shown as drift: no rule may cover what a person could have done.
 */
export interface MutatorRule {
  /** Permanent: reports, configuration and histories name it. */
  readonly id: string
  readonly title: string
  readonly match: MutatorMatch
  readonly owner: OwnerCondition
  readonly guard?: Guard
  /** Only where Git says nothing at the path. */
  readonly onlyIfSilent?: boolean
  readonly preset: Preset
  /** Rules that are off must be chosen by id: their grounds are weak, or some teams want to see the change. */
  readonly enabledByDefault: boolean
  readonly grounding: Grounding
  /** For people: why this is expected. */
  readonly why: string
}

interface MutatorMatch {
  /** API groups, `*` as a wildcard; the core group is the empty string. */
  readonly groups: readonly string[]
  readonly kinds: readonly string[]
  readonly namespaces?: readonly string[]
  readonly names?: readonly string[]
  /** Path patterns; a rule covers what they name and everything inside. */
  readonly paths: readonly string[]
  /** Default: added and modified. A mutator that sets a field does not remove it. */
  readonly driftKinds?: readonly DriftKind[]
}

/**
 * Who must own the field, by the object's own record:
 * - `none`: nobody, which is how additions by webhooks and by the server are recorded;
 * - `none-or-deployer`: as `none`, or a deployer's value that was changed within the deployer's own request;
 * - `requester`: anybody, since the server or a webhook writes it in whatever request comes; path or guard decide alone;
 * - named managers: at least one of them, and nobody else but the deployer.
 */
export type OwnerCondition = 'none' | 'none-or-deployer' | 'requester' | ManagerCondition

export interface ManagerCondition {
  /** Manager names, `*` as a wildcard. */
  readonly managers: readonly string[]
  readonly operations?: readonly ('Apply' | 'Update')[]
  /** Default: the main resource only. */
  readonly subresources?: readonly string[]
  /** Holds for fields without an owner, too: the same mutator may write as a webhook, or the record was lost. */
  readonly orNone?: boolean
}

/** Source that was read (S), a public report with a concrete change (I), or known practice (K). */
interface Grounding {
  readonly grade: 'S' | 'I' | 'K'
  readonly source: string
}

type Preset =
  | 'core'
  | 'autoscaling'
  | 'delivery'
  | 'certificates'
  | 'injectors'
  | 'policy-engines'
  | 'aws'
  | 'azure'
  | 'google'
  | 'openshift'
  | 'operators'
