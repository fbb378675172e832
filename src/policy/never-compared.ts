import { anyGlobTest } from './glob.ts'

/**
 * Objects that no Git repository could sensibly hold. `always`: not compared even where Git holds one; `unmanaged`:
 * only left out when objects that Git does not hold are counted.
 */
export interface NeverCompared {
  readonly id: string
  readonly groups: readonly string[]
  readonly kinds: readonly string[]
  readonly namespaces?: readonly string[]
  readonly names?: readonly string[]
  /** A label, with this value if one is given, that the object must carry. */
  readonly label?: { readonly name: string; readonly value?: string }
  readonly scope: 'always' | 'unmanaged'
  readonly reason: string
}

/** What of an object decides: its name, and for objects that were read its labels and whether something owns it. */
export interface ComparedObject {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly labels?: Readonly<Record<string, string>>
  /** True where a controller owns the object, which is then that controller's to keep. */
  readonly controlled?: boolean
}

const NEVER_COMPARED: readonly NeverCompared[] = [
  {
    id: 'endpoints',
    groups: ['', 'discovery.k8s.io'],
    kinds: ['Endpoints', 'EndpointSlice'],
    scope: 'unmanaged',
    reason: 'made by the endpoint controllers',
  },
  {
    id: 'leases',
    groups: ['coordination.k8s.io'],
    kinds: ['Lease', 'LeaseCandidate'],
    scope: 'always',
    reason: 'heartbeat',
  },
  { id: 'events', groups: ['', 'events.k8s.io'], kinds: ['Event'], scope: 'always', reason: 'record of what happened' },
  {
    id: 'metrics',
    groups: ['metrics.k8s.io', '*.metrics.k8s.io'],
    kinds: ['*'],
    scope: 'always',
    reason: 'measured, not stored',
  },
  {
    id: 'reviews',
    groups: ['authentication.k8s.io', 'authorization.k8s.io'],
    kinds: ['*Review'],
    scope: 'always',
    reason: 'a question, not an object',
  },
  { id: 'nodes', groups: [''], kinds: ['Node'], scope: 'unmanaged', reason: 'made by kubelets' },
  {
    id: 'workload-children',
    groups: ['', 'apps'],
    kinds: ['ControllerRevision'],
    scope: 'always',
    reason: 'history of a workload',
  },
  {
    id: 'signing-requests',
    groups: ['certificates.k8s.io'],
    kinds: ['CertificateSigningRequest'],
    scope: 'always',
    reason: 'short-lived request',
  },
  {
    id: 'cert-manager-requests',
    groups: ['cert-manager.io', 'acme.cert-manager.io'],
    kinds: ['CertificateRequest', 'Order', 'Challenge'],
    scope: 'always',
    reason: 'short-lived request',
  },
  {
    id: 'cilium-state',
    groups: ['cilium.io'],
    kinds: ['CiliumIdentity', 'CiliumEndpoint', 'CiliumEndpointSlice', 'CiliumNode'],
    scope: 'always',
    reason: 'state of the network agent',
  },
  {
    id: 'policy-reports',
    groups: ['wgpolicyk8s.io', 'openreports.io', 'reports.kyverno.io', 'kyverno.io'],
    kinds: ['*PolicyReport', '*Report', 'UpdateRequest', 'ReportChangeRequest'],
    scope: 'always',
    reason: 'result of a policy engine',
  },
  {
    id: 'root-ca',
    groups: [''],
    kinds: ['ConfigMap'],
    names: ['kube-root-ca.crt'],
    scope: 'unmanaged',
    reason: 'published into every Namespace',
  },
  {
    id: 'openshift-service-ca',
    groups: [''],
    kinds: ['ConfigMap'],
    names: ['openshift-service-ca.crt'],
    scope: 'unmanaged',
    reason: 'published into every Namespace',
  },
  {
    id: 'istio-root-ca',
    groups: [''],
    kinds: ['ConfigMap'],
    names: ['istio-ca-root-cert'],
    scope: 'unmanaged',
    reason: 'published into every Namespace',
  },
  {
    id: 'cluster-autoscaler-status',
    groups: [''],
    kinds: ['ConfigMap'],
    namespaces: ['kube-system'],
    names: ['cluster-autoscaler-status'],
    scope: 'always',
    reason: 'state of the cluster autoscaler',
  },
  {
    id: 'default-service-account',
    groups: [''],
    kinds: ['ServiceAccount'],
    names: ['default'],
    scope: 'unmanaged',
    reason: 'made in every Namespace',
  },
  {
    id: 'kubernetes-service',
    groups: [''],
    kinds: ['Service'],
    namespaces: ['default'],
    names: ['kubernetes'],
    scope: 'unmanaged',
    reason: 'made by the API server',
  },
  {
    id: 'helm-releases',
    groups: [''],
    kinds: ['Secret', 'ConfigMap'],
    names: ['sh.helm.release.v1.*'],
    scope: 'always',
    reason: "Helm's own memory, values included",
  },
  {
    id: 'kyverno-webhooks',
    groups: ['admissionregistration.k8s.io'],
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    names: ['kyverno-*'],
    scope: 'unmanaged',
    reason: 'made by Kyverno as it starts',
  },
  {
    id: 'keda-autoscalers',
    groups: ['autoscaling'],
    kinds: ['HorizontalPodAutoscaler'],
    names: ['keda-hpa-*'],
    label: { name: 'app.kubernetes.io/managed-by', value: 'keda-operator' },
    scope: 'unmanaged',
    reason: 'made by KEDA from a ScaledObject',
  },
  {
    id: 'auto-registered-api-services',
    groups: ['apiregistration.k8s.io'],
    kinds: ['APIService'],
    label: { name: 'kube-aggregator.kubernetes.io/automanaged' },
    scope: 'unmanaged',
    reason: 'registered by the API server itself',
  },
  {
    id: 'cluster-addons',
    groups: ['*'],
    kinds: ['*'],
    namespaces: ['kube-system'],
    label: { name: 'addonmanager.kubernetes.io/mode' },
    scope: 'unmanaged',
    reason: 'kept by the provider of the cluster',
  },
]

/** Why the object is left out; undefined where it counts. `scope` is what is being done. */
export function neverCompared(object: ComparedObject, scope: 'compare' | 'count-unmanaged'): NeverCompared | undefined {
  if (scope === 'count-unmanaged' && object.controlled === true) return CONTROLLED
  const found = TESTS.find(
    ([entry, holds]) => (scope === 'count-unmanaged' || entry.scope === 'always') && holds(object),
  )
  return found?.[0]
}

const CONTROLLED: NeverCompared = {
  id: 'controlled',
  groups: ['*'],
  kinds: ['*'],
  scope: 'unmanaged',
  reason: 'made and kept by its owner',
}

type ObjectTest = (object: ComparedObject) => boolean

const TESTS: readonly (readonly [NeverCompared, ObjectTest])[] = NEVER_COMPARED.map((entry) => [
  entry,
  compileEntry(entry),
])

function compileEntry(entry: NeverCompared): ObjectTest {
  const group = anyGlobTest(entry.groups)
  const kind = anyGlobTest(entry.kinds)
  const namespace = anyGlobTest(entry.namespaces ?? ['*'])
  const name = anyGlobTest(entry.names ?? ['*'])
  return (object) =>
    kind(object.kind) &&
    group(object.group) &&
    name(object.name) &&
    namespace(object.namespace) &&
    hasLabel(entry, object)
}

function hasLabel({ label }: NeverCompared, { labels }: ComparedObject): boolean {
  if (label === undefined) return true
  if (labels === undefined || !Object.hasOwn(labels, label.name)) return false
  return label.value === undefined || labels[label.name] === label.value
}
