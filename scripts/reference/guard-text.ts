import type { Guard } from '../../src/policy/guard.ts'

/** The bound of a rule in words. */
export function guardText(guard: Guard): string {
  switch (guard.is) {
    case 'within-annotations':
      return `between the annotations \`${guard.min}\` and \`${guard.max}\``
    case 'weights-sum-to':
      return `the weights of the list add up to ${guard.total}`
    case 'annotation':
    case 'label':
      return `the object has the ${guard.is} \`${guard.name}\`${guard.value === undefined ? '' : ` with \`${guard.value}\``}`
    case 'certificates':
      return 'the value is nothing but PEM certificates'
    case 'matches':
      return `${guard.at === undefined ? 'the value' : `its \`${guard.at}\``} matches \`${guard.pattern.source}\``
    case 'one-of':
      return `the value is one of ${guard.values.map((value) => `\`${JSON.stringify(value)}\``).join(', ')}`
    case 'changed':
      return `from \`${JSON.stringify(guard.from)}\` to \`${JSON.stringify(guard.to)}\``
    case 'only-adds':
      return `nothing but these are added, in this order: ${guard.items.map((item) => `\`${JSON.stringify(item)}\``).join(', ')}`
    case 'all':
      return guard.of.map(guardText).join(' and ')
    case 'any':
      return guard.of.map(guardText).join(', or ')
    default:
      return WORDS[guard.is]
  }
}

type Worded = Exclude<
  Guard['is'],
  | 'within-annotations'
  | 'weights-sum-to'
  | 'annotation'
  | 'label'
  | 'certificates'
  | 'matches'
  | 'one-of'
  | 'changed'
  | 'only-adds'
  | 'all'
  | 'any'
>

const WORDS: Readonly<Record<Worded, string>> = {
  'within-autoscaler': 'within minimum and maximum of an autoscaler that targets the object',
  'within-scaled-object': 'within the bounds of a ScaledObject that targets the object, or where it is paused',
  'union-of-cluster-roles': 'exactly the union of the cluster roles that its selectors choose',
  'scaled-down-by-rollout': 'a Rollout took the workload over and scales it down',
  'referenced-by-rollout': 'a Rollout names the object',
  'scaled-down-by-canary': 'a Canary has the object as its target, and the value is 0',
  'routed-by-canary': 'a Canary routes through an object of this name',
  'sleeping-namespace': 'a SleepInfo exists in the namespace',
  'own-name': 'the value is the name of the object',
  'own-uid': 'the value is the uid of the object',
  'own-namespace-in-base64': 'the value is the namespace of the object in base64',
  'derived-crd-name': 'the value follows from the kind that the definition names',
  'same-items': 'the same items in another order',
  'digest-added': 'the image of Git, tag included, with a digest added',
  'image-trigger': 'the image trigger annotation names the container',
}
