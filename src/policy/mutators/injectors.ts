import type { MutatorRule } from '../mutator-rule.ts'
import { annotations, labels } from './rule-paths.ts'

/** Sidecars, which are put into Pods and never into templates, and tools that mark objects for themselves. */
export const INJECTOR_RULES: readonly MutatorRule[] = [
  sidecar(
    'istio-sidecar',
    'Istio',
    'sidecar.istio.io/status',
    ['istio-proxy', 'istio-init', 'istio-validation'],
    ['istio-*', 'workload-*', 'credential-socket'],
  ),
  sidecar('linkerd-proxy', 'Linkerd', 'linkerd.io/created-by', ['linkerd-proxy', 'linkerd-init'], ['linkerd-*']),
  sidecar(
    'vault-agent',
    'the Vault injector',
    'vault.hashicorp.com/agent-inject-status',
    ['vault-agent', 'vault-agent-init'],
    ['vault-*', 'home-*'],
  ),
  {
    id: 'sidecar-marks',
    title: 'Marks of sidecar injectors on a Pod',
    match: {
      groups: [''],
      kinds: ['Pod'],
      paths: annotations(
        'sidecar.istio.io/status',
        'istio.io/rev',
        'linkerd.io/created-by',
        'linkerd.io/proxy-version',
        'linkerd.io/trust-root-sha256',
        'vault.hashicorp.com/agent-inject-status',
      ),
      driftKinds: ['added'],
    },
    owner: 'none',
    onlyIfSilent: true,
    preset: 'injectors',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'istio pkg/kube/inject, linkerd2 pkg/k8s/labels.go, vault-k8s agent-inject' },
    why: 'Injectors note on a Pod what they did to it.',
  },
  {
    id: 'datadog-remote-config',
    title: 'Library injection by Datadog',
    match: {
      groups: ['apps'],
      kinds: ['Deployment'],
      paths: [
        ...annotations('admission.datadoghq.com/rc.id', 'admission.datadoghq.com/rc.rev'),
        '.spec.template.metadata.labels["admission.datadoghq.com/enabled"]',
        '.spec.template.metadata.annotations["admission.datadoghq.com/*-lib.config.v1"]',
      ],
    },
    owner: { managers: ['datadog-cluster-agent'] },
    preset: 'injectors',
    enabledByDefault: true,
    grounding: { grade: 'I', source: 'DataDog/datadog-agent' },
    why: 'The cluster agent asks for its library by marks on the workload.',
  },
  {
    id: 'rancher-marks',
    title: "Rancher's bookkeeping",
    match: {
      groups: ['', 'apps', 'networking.k8s.io'],
      kinds: ['Namespace', 'Deployment', 'StatefulSet', 'DaemonSet', 'Service', 'Ingress'],
      paths: annotations(
        'field.cattle.io/publicEndpoints',
        'cattle.io/status',
        'lifecycle.cattle.io/*',
        'management.cattle.io/*',
      ),
    },
    owner: { managers: ['rancher', 'agent'] },
    preset: 'injectors',
    enabledByDefault: true,
    grounding: { grade: 'I', source: 'rancher/rancher, loft-sh/vcluster' },
    why: 'Rancher keeps what its own screens show in annotations.',
  },
  {
    id: 'rancher-project',
    title: 'Rancher project of a Namespace',
    match: {
      groups: [''],
      kinds: ['Namespace'],
      paths: [...annotations('field.cattle.io/projectId'), ...labels('field.cattle.io/projectId')],
    },
    owner: { managers: ['rancher', 'agent'] },
    guard: { is: 'matches', pattern: /^[a-z0-9-]+(?::[a-z0-9-]+)?$/ },
    onlyIfSilent: true,
    preset: 'injectors',
    enabledByDefault: false,
    grounding: { grade: 'I', source: 'rancher/rancher' },
    why: 'Rancher sorts Namespaces into projects. Off: the project decides who may do what, and a person chooses it.',
  },
  {
    id: 'hnc-tree-labels',
    title: 'Place of a Namespace in the hierarchy',
    match: {
      groups: [''],
      kinds: ['Namespace'],
      paths: [...labels('*.tree.hnc.x-k8s.io/depth', 'hnc.x-k8s.io/included-namespace')],
    },
    owner: { managers: ['manager', 'hnc*'], orNone: true },
    guard: { is: 'matches', pattern: /^(?:\d+|true)$/ },
    preset: 'injectors',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'hierarchical-namespaces api/v1alpha2/hierarchy_types.go' },
    why: 'The controller writes the depth below each ancestor, and refuses these labels to anybody else.',
  },
  {
    id: 'hnc-inherited-from',
    title: 'Origin of a propagated object',
    match: { groups: ['*'], kinds: ['*'], paths: labels('hnc.x-k8s.io/inherited-from') },
    owner: { managers: ['manager', 'hnc*'] },
    guard: { is: 'matches', pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/ },
    onlyIfSilent: true,
    preset: 'injectors',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'hierarchical-namespaces api/v1alpha2/hierarchy_types.go' },
    why: 'The controller names the Namespace that an object was copied from.',
  },
]

/** Containers and volumes with the names of one injector, on a Pod that carries its mark. */
function sidecar(
  id: string,
  injector: string,
  mark: string,
  containers: readonly string[],
  volumes: readonly string[],
): MutatorRule {
  const names = containers.map((name) => JSON.stringify(name))
  return {
    id,
    title: `Sidecar of ${injector}`,
    match: {
      groups: [''],
      kinds: ['Pod'],
      paths: [
        ...names.flatMap((name) => [`.spec.containers[name=${name}]`, `.spec.initContainers[name=${name}]`]),
        ...volumes.map((name) => `.spec.volumes[name=${JSON.stringify(name)}]`),
      ],
      driftKinds: ['added'],
    },
    owner: 'none',
    guard: { is: 'annotation', name: mark },
    preset: 'injectors',
    enabledByDefault: true,
    grounding: { grade: 'S', source: 'istio pkg/kube/inject, linkerd2 pkg/k8s/labels.go, vault-k8s agent-inject' },
    why: 'A webhook puts the sidecar into Pods as they are made. In a template it would be a change by somebody.',
  }
}
