import type { MutatorRule } from '../mutator-rule.ts'
import { annotations, labels } from './rule-paths.ts'

const ARGO_CD = [
  'argocd-controller',
  'argocd-application-controller',
  'argocd-notifications*',
  'argocd-applicationset-controller',
] as const

/** What GitOps tools add to the objects that they apply, and to their own. */
export const DEPLOYER_RULES: readonly MutatorRule[] = [
  {
    id: 'last-applied',
    title: 'Copy of the manifest that was last applied',
    match: {
      groups: ['*'],
      kinds: ['*'],
      paths: annotations('kubectl.kubernetes.io/last-applied-configuration'),
    },
    owner: 'requester',
    guard: { is: 'matches', pattern: /^\{"(?:apiVersion|kind|metadata)"/ },
    preset: 'delivery',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'kubectl pkg/util/apply.go' },
    why: 'Client-side apply keeps its memory here. What an apply changed shows in the fields themselves.',
  },
  {
    id: 'argocd-tracking',
    title: 'Tracking mark of Argo CD',
    match: {
      groups: ['*'],
      kinds: ['*'],
      paths: [
        ...annotations('argocd.argoproj.io/tracking-id', 'argocd.argoproj.io/installation-id'),
        ...labels('app.kubernetes.io/instance'),
      ],
    },
    owner: { managers: ARGO_CD },
    onlyIfSilent: true,
    preset: 'delivery',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'argo-cd common/common.go' },
    why: 'Argo CD marks each object with the Application that it belongs to.',
  },
  {
    id: 'argocd-application-state',
    title: 'Requests and running operation of an Application',
    match: {
      groups: ['argoproj.io'],
      kinds: ['Application'],
      paths: ['.operation', ...annotations('argocd.argoproj.io/hydrate*', 'notified.notifications.argoproj.io')],
    },
    owner: { managers: [...ARGO_CD, 'argocd-server'] },
    preset: 'delivery',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'argo-cd manifests/base/config/argocd-cm.yaml' },
    why: 'Argo CD keeps running operations and sent notifications on the Application. They are no configuration.',
  },
  {
    id: 'argocd-refresh',
    title: 'Asked for a refresh of an Application',
    match: {
      groups: ['argoproj.io'],
      kinds: ['Application', 'ApplicationSet'],
      paths: annotations('argocd.argoproj.io/refresh', 'argocd.argoproj.io/application-set-refresh'),
    },
    owner: 'requester',
    guard: { is: 'one-of', values: ['normal', 'hard', 'true'] },
    onlyIfSilent: true,
    preset: 'delivery',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'argo-cd common/common.go' },
    why: 'The annotation asks Argo CD to look again; it goes away once that is done.',
  },
  {
    id: 'argocd-image-updater',
    title: 'Image set by Argo CD Image Updater',
    match: {
      groups: ['argoproj.io'],
      kinds: ['Application'],
      paths: ['.spec.source.helm.parameters', '.spec.source.kustomize.images'],
    },
    owner: { managers: ['argocd-image-updater*'] },
    preset: 'delivery',
    enabledByDefault: false,
    grounding: { grade: 'I', source: 'argoproj/argo-cd#14668' },
    why: 'The updater moves images past Git by overriding the Application. Off: teams should choose this knowingly.',
  },
  {
    id: 'flux-tracking',
    title: 'Marks of Flux',
    match: {
      groups: ['*'],
      kinds: ['*'],
      paths: labels(
        'kustomize.toolkit.fluxcd.io/name',
        'kustomize.toolkit.fluxcd.io/namespace',
        'helm.toolkit.fluxcd.io/*',
      ),
    },
    owner: { managers: ['kustomize-controller', 'helm-controller'] },
    onlyIfSilent: true,
    preset: 'delivery',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'fluxcd kustomize-controller, helm-controller' },
    why: 'Flux marks each object with the Kustomization or HelmRelease that it belongs to.',
  },
  {
    id: 'flux-requested',
    title: 'Asked Flux to look again',
    match: { groups: ['*.toolkit.fluxcd.io'], kinds: ['*'], paths: annotations('reconcile.fluxcd.io/requestedAt') },
    owner: 'requester',
    guard: { is: 'matches', pattern: /^\d{4}-\d\d-\d\d[T ]|^\d{10,}$/ },
    preset: 'delivery',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'fluxcd website content/en/flux' },
    why: 'The annotation asks a Flux controller to work now; it sets nothing.',
  },
  {
    id: 'helm-ownership',
    title: 'Marks of Helm',
    match: {
      groups: ['*'],
      kinds: ['*'],
      paths: [
        ...annotations('meta.helm.sh/release-name', 'meta.helm.sh/release-namespace'),
        ...labels('app.kubernetes.io/managed-by'),
      ],
    },
    owner: { managers: ['helm', 'helm-controller', 'terraform-provider-helm*'] },
    onlyIfSilent: true,
    preset: 'delivery',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'helm pkg/action/validate.go' },
    why: 'Helm marks each object with the release that it belongs to.',
  },
]
