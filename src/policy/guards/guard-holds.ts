import { sameJson } from '../../model/json.ts'
import type { Guard, Held } from '../guard.ts'
import { unionOfClusterRoles } from './cluster-role-union.ts'
import {
  referencedByRollout,
  routedByCanary,
  scaledDownByCanary,
  scaledDownByRollout,
  weightsSumTo,
} from './delivery.ts'
import type { GuardInput } from './guard-context.ts'
import { withinAnnotations, withinBounds } from './scaling.ts'
import {
  hasMark,
  held,
  isCertificates,
  isDerivedCrdName,
  isDigestAdded,
  isImageTrigger,
  isOwnUid,
  matchesText,
  onlyAdds,
  sameItems,
} from './values.ts'

/** Judges a guard. `unknown` only where a fact about another object could not be read and nothing else decides. */
export function guardHolds(guard: Guard, input: GuardInput): Held {
  const { difference, facts } = input
  switch (guard.is) {
    case 'within-autoscaler':
      return withinBounds(facts.autoscalers, input)
    case 'within-scaled-object':
      return withinBounds(facts.scaledObjects, input)
    case 'within-annotations':
      return withinAnnotations(guard.min, guard.max, input)
    case 'union-of-cluster-roles':
      return unionOfClusterRoles(input)
    case 'scaled-down-by-rollout':
      return scaledDownByRollout(input)
    case 'referenced-by-rollout':
      return referencedByRollout(input)
    case 'scaled-down-by-canary':
      return scaledDownByCanary(input)
    case 'routed-by-canary':
      return routedByCanary(input)
    case 'sleeping-namespace':
      if (facts.sleepInfos === undefined) return 'unknown'
      return held(facts.sleepInfos.some((one) => one.namespace === input.ref.namespace))
    case 'weights-sum-to':
      return weightsSumTo(guard.total, input)
    case 'annotation':
      return hasMark('annotations', guard.name, guard.value, input)
    case 'label':
      return hasMark('labels', guard.name, guard.value, input)
    case 'certificates':
      return held(isCertificates(guard.encoding, difference.live))
    case 'matches':
      return held(matchesText(guard.pattern, guard.at, difference.live))
    case 'one-of':
      return held(guard.values.some((value) => sameJson(value, difference.live)))
    case 'own-name':
      return held(difference.live === input.ref.name)
    case 'own-namespace-in-base64':
      return held(difference.live === btoa(input.ref.namespace))
    case 'own-uid':
      return held(isOwnUid(input))
    case 'derived-crd-name':
      return held(isDerivedCrdName(input))
    case 'changed':
      return held(difference.desired === guard.from && difference.live === guard.to)
    case 'only-adds':
      return held(onlyAdds(guard.items, difference.desired, difference.live))
    case 'same-items':
      return held(sameItems(difference.desired, difference.live))
    case 'digest-added':
      return held(isDigestAdded(difference.desired, difference.live))
    case 'image-trigger':
      return held(isImageTrigger(input))
    case 'all':
      return allOf(guard.of.map((one) => guardHolds(one, input)))
    case 'any':
      return anyOf(guard.of.map((one) => guardHolds(one, input)))
  }
}

/** One `no` decides, whatever is unknown beside it. */
function allOf(answers: readonly Held[]): Held {
  if (answers.includes('no')) return 'no'
  return answers.includes('unknown') ? 'unknown' : 'yes'
}

function anyOf(answers: readonly Held[]): Held {
  if (answers.includes('yes')) return 'yes'
  return answers.includes('unknown') ? 'unknown' : 'no'
}
