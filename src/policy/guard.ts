import type { Json, JsonScalar } from '../model/json.ts'
import type { FactKind } from './guard-facts.ts'

/**
 * A bound within which a change is expected. Rules bound values, not paths: outside the bound the same writer at the
 * same path is drift.
 */
export type Guard =
  /** The live number lies within min and max of an autoscaler that targets this object. */
  | { readonly is: 'within-autoscaler' }
  /** As above for a KEDA ScaledObject: from its lowest count to its maximum, or exactly where it is paused at. */
  | { readonly is: 'within-scaled-object' }
  /** The live number lies within the two numbers that annotations of the object hold. */
  | { readonly is: 'within-annotations'; readonly min: string; readonly max: string }
  /** Live rules are the union of the cluster roles that the object's selectors choose, nothing more and nothing less. */
  | { readonly is: 'union-of-cluster-roles' }
  /** A Rollout took this workload over by reference and scales it down. */
  | { readonly is: 'scaled-down-by-rollout' }
  /** A Rollout names this object as its service, ingress or route. */
  | { readonly is: 'referenced-by-rollout' }
  /** A Flagger Canary has this object as its target, and the live number is 0. */
  | { readonly is: 'scaled-down-by-canary' }
  /** A Flagger Canary routes through an object of this name. */
  | { readonly is: 'routed-by-canary' }
  /** A SleepInfo of kube-green exists in the namespace. */
  | { readonly is: 'sleeping-namespace' }
  /** The weights of the live list around the path add up to `total`. */
  | { readonly is: 'weights-sum-to'; readonly total: number }
  /** The live object has the annotation (`*` as a wildcard in its value; any value where none is given). */
  | { readonly is: 'annotation'; readonly name: string; readonly value?: string }
  | { readonly is: 'label'; readonly name: string; readonly value?: string }
  /** The live value is nothing but PEM certificates, as text or in base64. */
  | { readonly is: 'certificates'; readonly encoding: 'base64' | 'text' }
  /** The live value, or its field `at` where it is an object, is a string that the regular expression matches. */
  | { readonly is: 'matches'; readonly pattern: RegExp; readonly at?: string }
  | { readonly is: 'one-of'; readonly values: readonly Json[] }
  /** The live value is the object's own name, or its own uid. */
  | { readonly is: 'own-name' }
  | { readonly is: 'own-uid' }
  /** The live value is the object's own namespace in base64. */
  | { readonly is: 'own-namespace-in-base64' }
  /** The live value is the list kind or the singular that follows from the kind which the CRD defines. */
  | { readonly is: 'derived-crd-name' }
  /** The value went exactly this way. */
  | { readonly is: 'changed'; readonly from: JsonScalar; readonly to: JsonScalar }
  /** The live list is the desired one with only these items added, each at most once and in this order, anywhere. */
  | { readonly is: 'only-adds'; readonly items: readonly Json[] }
  /** Both lists hold the same items in another order. */
  | { readonly is: 'same-items' }
  /** The live image is the desired one, tag included, with a digest added. */
  | { readonly is: 'digest-added' }
  /** The image trigger annotation of the object names the container that the path lies in. */
  | { readonly is: 'image-trigger' }
  | { readonly is: 'all'; readonly of: readonly Guard[] }
  | { readonly is: 'any'; readonly of: readonly Guard[] }

/** Whether a guard holds; `unknown` where a fact that it needs could not be read. */
export type Held = 'yes' | 'no' | 'unknown'

/** Which facts must be fetched before the guard can be judged. */
export function factsOfGuard(guard: Guard): readonly FactKind[] {
  switch (guard.is) {
    case 'within-autoscaler':
      return ['autoscalers']
    case 'within-scaled-object':
      return ['scaledObjects']
    case 'union-of-cluster-roles':
      return ['clusterRoles']
    case 'scaled-down-by-rollout':
    case 'referenced-by-rollout':
      return ['rollouts']
    case 'scaled-down-by-canary':
    case 'routed-by-canary':
      return ['canaries']
    case 'sleeping-namespace':
      return ['sleepInfos']
    case 'all':
    case 'any':
      return [...new Set(guard.of.flatMap(factsOfGuard))]
    default:
      return []
  }
}
