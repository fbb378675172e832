import { containers, type SeverityRule } from './severity-rule.ts'

/** What nothing acts upon, and what is left when no other rule says anything. */
export const METADATA_RULES: readonly SeverityRule[] = [
  {
    id: 'DRF-META-001',
    title: 'Restart by hand',
    level: 'info',
    podPaths: ['.metadata.annotations["kubectl.kubernetes.io/restartedAt"]'],
    grounding: 'a person did it and it is over; taking it back would restart the Pods again',
  },
  {
    id: 'DRF-META-002',
    title: 'Restart by hand (Rollout)',
    level: 'info',
    groups: ['argoproj.io'],
    kinds: ['Rollout'],
    paths: ['.spec.restartAt'],
    grounding: 'a person did it and it is over',
  },
  {
    id: 'DRF-META-003',
    title: 'Revisions that are kept',
    level: 'low',
    paths: [
      '.spec.revisionHistoryLimit',
      '.spec.successfulJobsHistoryLimit',
      '.spec.failedJobsHistoryLimit',
      '.spec.ttlSecondsAfterFinished',
    ],
    grounding: 'Kubescape C-0076, C-0077 (2)',
  },
  {
    id: 'DRF-META-004',
    title: 'Pull secrets',
    level: 'low',
    paths: ['.imagePullSecrets', '.secrets'],
    podPaths: ['.spec.imagePullSecrets'],
    grounding: 'Polaris, kube-score: none; what may be pulled is decided by the registry',
  },
  {
    id: 'DRF-META-005',
    title: 'Finalizers and owners',
    level: 'low',
    paths: ['.metadata.finalizers', '.metadata.ownerReferences'],
    grounding: 'delays or orders deletion',
  },
  {
    id: 'DRF-META-006',
    title: 'Messages and termination of a container',
    level: 'low',
    podPaths: containers('.terminationMessagePath', '.terminationMessagePolicy', '.stdin', '.tty'),
    grounding: 'seen by people only',
  },
  {
    id: 'DRF-META-007',
    title: 'Labels and annotations that nothing reads',
    level: 'low',
    paths: ['.metadata.labels', '.metadata.annotations', '.metadata'],
    podPaths: ['.metadata.annotations'],
    grounding: 'Kubescape C-0076, C-0077 (2)',
  },
  {
    id: 'DRF-META-008',
    title: 'Order alone',
    level: 'info',
    order: true,
    grounding: 'the list means the same in any order',
  },
  {
    id: 'DRF-META-009',
    title: 'Any other field',
    level: 'medium',
    paths: [''],
    grounding: 'not known to be harmless',
  },
]
