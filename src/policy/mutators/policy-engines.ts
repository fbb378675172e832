import type { MutatorRule } from '../mutator-rule.ts'
import { annotations, labels } from './rule-paths.ts'

/** Policy engines. What they change at admission is for the dry-run to prove; here is what they write afterwards. */
export const POLICY_ENGINE_RULES: readonly MutatorRule[] = [
  {
    id: 'kyverno-generated',
    title: 'Marks of Kyverno on generated objects',
    match: {
      groups: ['*'],
      kinds: ['*'],
      paths: [
        ...labels('generate.kyverno.io/*'),
        ...annotations('kyverno.io/verify-images', 'kyverno.io/image-verification-outcomes'),
      ],
    },
    owner: { managers: ['Kyverno', 'kyverno*', 'background-controller'], orNone: true },
    onlyIfSilent: true,
    preset: 'policy-engines',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'kyverno pkg/background/common/constants.go, api/kyverno/constants.go' },
    why: 'Kyverno notes which policy made an object, and whether its images were verified.',
  },
  {
    id: 'image-digest-added',
    title: 'Digest added to an image',
    match: {
      groups: ['', 'apps', 'batch'],
      kinds: ['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'],
      paths: [
        '.spec.containers[*].image',
        '.spec.initContainers[*].image',
        '.spec.template.spec.containers[*].image',
        '.spec.template.spec.initContainers[*].image',
        '.spec.jobTemplate.spec.template.spec.containers[*].image',
        '.spec.jobTemplate.spec.template.spec.initContainers[*].image',
      ],
    },
    owner: 'none-or-deployer',
    guard: { is: 'digest-added' },
    preset: 'policy-engines',
    enabledByDefault: false,
    grounding: { grade: 'K', source: 'kyverno verifyImages mutateDigest' },
    why: 'A policy resolves tags to digests in the request of the deployer. Off: only the dry-run proves which digest is right.',
  },
]
