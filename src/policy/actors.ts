import type { ActorClass, FieldOwner } from '../model/field-owner.ts'
import { globTest } from './glob.ts'
import { type Deployer, isDeployer } from '../model/deployer.ts'
import { KNOWN_DEPLOYERS } from './known-deployers.ts'

/** What stands behind a field manager's name. Clients choose their names, so this is a class and never an identity. */
export interface KnownActor {
  /** Manager name, `*` as a wildcard. */
  readonly manager: string
  readonly operation?: 'Apply' | 'Update'
  /** Absent: any; empty: the main resource. */
  readonly subresource?: string
  readonly actorClass: 'person' | 'deployer' | 'controller' | 'unknown'
  readonly what: string
}

const PERSONS: readonly KnownActor[] = [
  ...verbs({
    edit: 'kubectl edit',
    patch: 'kubectl patch',
    set: 'kubectl set',
    label: 'kubectl label',
    annotate: 'kubectl annotate',
    taint: 'kubectl taint',
    replace: 'kubectl replace',
    create: 'kubectl create',
    run: 'kubectl run',
    expose: 'kubectl expose',
    autoscale: 'kubectl autoscale',
    rollout: 'kubectl rollout restart, pause or resume',
    'client-side-apply': 'kubectl apply',
    'last-applied': 'kubectl apply, moving to server-side apply',
  }),
  { manager: 'kubectl', operation: 'Update', subresource: 'scale', actorClass: 'person', what: 'kubectl scale' },
  { manager: 'kubectl', operation: 'Apply', actorClass: 'person', what: 'kubectl apply --server-side' },
  { manager: 'kubectl', actorClass: 'person', what: 'kubectl rollout undo or cordon' },
  { manager: 'kubectl*', actorClass: 'person', what: 'kubectl or a plugin' },
  { manager: 'oc', actorClass: 'person', what: 'OpenShift command line' },
  { manager: 'k9s', actorClass: 'person', what: 'k9s' },
  { manager: 'Mozilla', actorClass: 'person', what: 'web console that passes the browser on' },
  { manager: 'node-fetch', actorClass: 'person', what: 'Lens or another desktop application' },
  { manager: 'Headlamp*', actorClass: 'person', what: 'Headlamp' },
  { manager: 'GoogleCloudConsole', actorClass: 'person', what: 'Google Cloud console' },
  { manager: 'dashboard*', actorClass: 'person', what: 'Kubernetes dashboard' },
  { manager: 'rancher', actorClass: 'unknown', what: 'Rancher: its own bookkeeping, or a person in its screens' },
  { manager: 'argocd-server', actorClass: 'person', what: 'screens or API of Argo CD' },
  { manager: 'flux-client-side-apply', actorClass: 'person', what: "change declared to Flux's documented exception" },
  { manager: 'flux', actorClass: 'person', what: 'Flux command line' },
]

const CONTROLLERS: readonly KnownActor[] = [
  {
    manager: 'kube-controller-manager',
    actorClass: 'controller',
    what: 'controllers of Kubernetes, autoscaler included',
  },
  { manager: 'clusterrole-aggregation-controller', actorClass: 'controller', what: 'role aggregation' },
  { manager: 'kube-scheduler', actorClass: 'controller', what: 'scheduler' },
  { manager: 'kube-apiserver', actorClass: 'controller', what: 'API server' },
  { manager: 'kubelet', actorClass: 'controller', what: 'node agent' },
  { manager: '*cloud-controller-manager', actorClass: 'controller', what: 'controllers of the cloud' },
  { manager: 'keda', actorClass: 'controller', what: 'KEDA' },
  { manager: 'cluster-autoscaler', actorClass: 'controller', what: 'cluster autoscaler' },
  { manager: 'karpenter', actorClass: 'controller', what: 'Karpenter' },
  { manager: 'Reloader', actorClass: 'controller', what: 'Reloader' },
  { manager: 'kured', actorClass: 'controller', what: 'kured' },
  { manager: 'kube-green', actorClass: 'controller', what: 'kube-green' },
  { manager: 'kueue*', actorClass: 'controller', what: 'Kueue' },
  { manager: 'keel', actorClass: 'controller', what: 'Keel' },
  { manager: 'rollouts-controller', actorClass: 'controller', what: 'Argo Rollouts' },
  { manager: 'flagger', actorClass: 'controller', what: 'Flagger' },
  { manager: 'argocd-application-controller', actorClass: 'controller', what: 'Argo CD, on its own objects' },
  { manager: 'argocd-applicationset-controller', actorClass: 'controller', what: 'Argo CD, Applications of a set' },
  { manager: 'argocd-notifications*', actorClass: 'controller', what: 'Argo CD notifications' },
  { manager: 'argocd-image-updater*', actorClass: 'controller', what: 'Argo CD Image Updater' },
  { manager: 'source-controller', actorClass: 'controller', what: 'Flux' },
  { manager: 'notification-controller', actorClass: 'controller', what: 'Flux' },
  { manager: 'image-*-controller', actorClass: 'controller', what: 'Flux image automation' },
  { manager: 'cert-manager-*', actorClass: 'controller', what: 'cert-manager' },
  { manager: 'cainjector', actorClass: 'controller', what: 'cert-manager' },
  { manager: 'gatekeeper', actorClass: 'controller', what: 'Gatekeeper' },
  { manager: 'Kyverno', actorClass: 'controller', what: 'Kyverno' },
  { manager: 'kyverno*', actorClass: 'controller', what: 'Kyverno' },
  { manager: 'MetalLB', actorClass: 'controller', what: 'MetalLB' },
  { manager: 'pilot-discovery', actorClass: 'controller', what: 'Istio' },
  { manager: 'vault-k8s', actorClass: 'controller', what: 'Vault injector' },
  { manager: 'admission-controller', actorClass: 'controller', what: 'vertical autoscaler' },
  { manager: 'kube-webhook-certgen', actorClass: 'controller', what: 'certificate job of a chart' },
  { manager: 'service-ca-operator', actorClass: 'controller', what: 'OpenShift service CA' },
  { manager: 'cluster-policy-controller', actorClass: 'controller', what: 'OpenShift' },
  { manager: 'pod-security-admission-label-synchronization-controller', actorClass: 'controller', what: 'OpenShift' },
  { manager: 'openshift-controller-manager', actorClass: 'controller', what: 'OpenShift' },
  { manager: 'openshift-apiserver', actorClass: 'controller', what: 'OpenShift' },
  { manager: 'openshift.io/image-registry-pull-secrets_*', actorClass: 'controller', what: 'OpenShift' },
  { manager: 'olm', actorClass: 'controller', what: 'operator lifecycle manager' },
  { manager: 'olm.*', actorClass: 'controller', what: 'operator lifecycle manager' },
  { manager: 'catalog', actorClass: 'controller', what: 'operator lifecycle manager' },
  { manager: 'admissionsenforcer', actorClass: 'controller', what: 'AKS' },
  { manager: 'addon-manager', actorClass: 'controller', what: 'addons of the cloud' },
  { manager: 'glbc', actorClass: 'controller', what: 'GKE ingress' },
  { manager: 'vpcLambda', actorClass: 'controller', what: 'EKS' },
  { manager: 'eks', actorClass: 'controller', what: 'EKS' },
  { manager: 'cnrm*', actorClass: 'controller', what: 'Config Connector' },
  { manager: 'PrometheusOperator', actorClass: 'controller', what: 'Prometheus Operator' },
  { manager: 'external-secrets', actorClass: 'controller', what: 'External Secrets' },
  { manager: 'externalsecrets.external-secrets.io/*', actorClass: 'controller', what: 'External Secrets' },
  { manager: 'apiextensions.crossplane.io/*', actorClass: 'controller', what: 'Crossplane' },
  { manager: 'managed.crossplane.io/*', actorClass: 'controller', what: 'Crossplane' },
  { manager: 'capi-*', actorClass: 'controller', what: 'Cluster API' },
  { manager: 'elastic-operator', actorClass: 'controller', what: 'ECK' },
  { manager: 'velero*', actorClass: 'controller', what: 'Velero' },
  { manager: 'datadog-cluster-agent', actorClass: 'controller', what: 'Datadog' },
  { manager: 'ExternalDNS', actorClass: 'controller', what: 'external-dns' },
  { manager: 'pepr', actorClass: 'controller', what: 'Pepr' },
]

/** Names that many share, or that the server gives to writes whose author is lost. */
const NOBODY_IN_PARTICULAR: readonly KnownActor[] = [
  { manager: 'before-first-apply', actorClass: 'unknown', what: 'everything before the first server-side apply' },
  { manager: 'ancient-changes', actorClass: 'unknown', what: 'older writers, merged by the server' },
  { manager: 'unknown', actorClass: 'unknown', what: 'client without a name' },
  { manager: 'manager', actorClass: 'unknown', what: 'one of many operators' },
  { manager: 'controller', actorClass: 'unknown', what: 'one of many controllers' },
  { manager: 'OpenAPI-Generator', actorClass: 'unknown', what: 'Python script, Ansible or an operator' },
  { manager: 'kubernetes-client-javascript', actorClass: 'unknown', what: 'program in JavaScript' },
  { manager: 'fabric8-kubernetes-client', actorClass: 'unknown', what: 'program in Java' },
  { manager: 'Kubernetes Java Client', actorClass: 'unknown', what: 'program in Java' },
  { manager: 'Go-http-client', actorClass: 'unknown', what: 'program in Go' },
]

const DEPLOYERS: readonly KnownActor[] = KNOWN_DEPLOYERS.filter(({ manager }) => !manager.startsWith('kubectl')).map(
  ({ manager, tool }) => ({ manager, subresource: '', actorClass: 'deployer', what: tool }),
)

/** Special names stand before the wildcards that would match them, too. */
export const KNOWN_ACTORS: readonly KnownActor[] = [...PERSONS, ...DEPLOYERS, ...CONTROLLERS, ...NOBODY_IN_PARTICULAR]

const TESTS = KNOWN_ACTORS.map((actor) => ({ actor, matches: globTest(actor.manager) }))

/** The entry of the table for an owner; undefined for names that nobody has told us about. */
export function knownActor(owner: FieldOwner): KnownActor | undefined {
  const found = TESTS.find(
    ({ actor, matches }) =>
      matches(owner.manager) &&
      (actor.operation === undefined || actor.operation === owner.operation) &&
      (actor.subresource === undefined || actor.subresource === owner.subresource),
  )
  return found?.actor
}

/**
 * Class of the writer behind an owner. Whoever deploys here is the deployer, whatever the name means elsewhere; another
 * known applier is a second one, and still a deployer.
 */
export function actorClassOf(owner: FieldOwner, context: { readonly deployer: Deployer | undefined }): ActorClass {
  if (context.deployer !== undefined && isDeployer(context.deployer, owner)) return 'deployer'
  return knownActor(owner)?.actorClass ?? 'unknown'
}

function verbs(whatByVerb: Readonly<Record<string, string>>): readonly KnownActor[] {
  return Object.entries(whatByVerb).map(([verb, what]) => ({ manager: `kubectl-${verb}`, actorClass: 'person', what }))
}
