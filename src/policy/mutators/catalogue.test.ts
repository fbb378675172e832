import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../../model/json.ts'
import { type DifferenceExample, differenceAt, objectAt, refOf } from '../difference-example.ts'
import { explain } from '../explain.ts'
import { type GuardFacts, readFacts } from '../guard-facts.ts'
import { indexRules } from '../rule-index.ts'
import { MUTATOR_RULES } from './catalogue.ts'

// Every rule is on, also those that are off by default: each must do what it says and no more.
const INDEX = indexRules(MUTATOR_RULES)

const PEM = '-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIU\n-----END CERTIFICATE-----\n'
const CA = btoa(PEM)
const SHA1 = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

const FACTS: GuardFacts = readFacts({
  autoscalers: [
    {
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 2,
        maxReplicas: 10,
      },
    },
  ],
  scaledObjects: [
    {
      metadata: { name: 'worker', namespace: 'shop' },
      spec: { scaleTargetRef: { name: 'worker' }, maxReplicaCount: 5 },
    },
  ],
  clusterRoles: [
    {
      metadata: { name: 'view-crd', labels: { aggregate: 'yes' } },
      rules: [{ apiGroups: ['x'], resources: ['y'], verbs: ['get'] }],
    },
  ],
  rollouts: [
    {
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'taken', scaleDown: 'onsuccess' },
        strategy: {
          canary: {
            stableService: 'web',
            trafficRouting: {
              istio: { virtualService: { name: 'web' }, destinationRule: { name: 'web' } },
              nginx: { stableIngress: 'web' },
              plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: 'web' } },
            },
          },
        },
      },
    },
  ],
  canaries: [
    {
      metadata: { name: 'api', namespace: 'shop' },
      spec: { targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' } },
    },
  ],
  sleepInfos: [{ metadata: { name: 'nights', namespace: 'shop' } }],
})

interface Example extends DifferenceExample {
  readonly rule: string
  readonly ref: string
  readonly path: string
  readonly metadata?: JsonObject
  readonly body?: JsonObject
  /** The body that Git holds, where a guard looks at it. */
  readonly git?: JsonObject
}

const marked = (name: string, value = 'x'): JsonObject => ({ annotations: { [name]: value } })
const annotation = (name: string): string => `.metadata.annotations["${name}"]`
const label = (name: string): string => `.metadata.labels["${name}"]`
const WEIGHTS = { route: [{ weight: 80 }, { weight: 20 }] }
const AKS = [{ key: 'control-plane', operator: 'NotIn', values: ['true'] }]
const WEB = 'apps/Deployment/shop/web'
const HOOK = 'admissionregistration.k8s.io/ValidatingWebhookConfiguration/-'
const HOOK_CA = '.webhooks[name="a.b.c"].clientConfig.caBundle'

const EXAMPLES: readonly Example[] = [
  { rule: 'namespace-name-label', ref: '-/Namespace/-/shop', path: label('kubernetes.io/metadata.name'), live: 'shop' },
  {
    rule: 'namespace-finalizer',
    ref: '-/Namespace/-/shop',
    path: '.spec.finalizers',
    live: ['kubernetes'],
    atomic: true,
  },
  {
    rule: 'volume-claim-template-defaults',
    ref: 'apps/StatefulSet/shop/db',
    path: '.spec.volumeClaimTemplates',
    atomic: true,
    desired: [{ metadata: { name: 'data' }, spec: {} }],
    live: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: { volumeMode: 'Filesystem' },
        status: { phase: 'Pending' },
      },
    ],
  },
  {
    rule: 'crd-derived-names',
    ref: 'apiextensions.k8s.io/CustomResourceDefinition/-/as.x',
    path: '.spec.names.listKind',
    live: 'AList',
    body: { spec: { names: { kind: 'A' } } },
  },
  {
    rule: 'crd-no-conversion',
    ref: 'apiextensions.k8s.io/CustomResourceDefinition/-/as.x',
    path: '.spec.conversion.strategy',
    live: 'None',
  },
  {
    rule: 'hpa-metrics-order',
    ref: 'autoscaling/HorizontalPodAutoscaler/shop/web',
    path: '.spec.metrics',
    desired: [{ type: 'a' }, { type: 'b' }],
    live: [{ type: 'b' }, { type: 'a' }],
    atomic: true,
    owners: ['helm'],
  },
  {
    rule: 'hpa-converted-annotations',
    ref: 'autoscaling/HorizontalPodAutoscaler/shop/web',
    path: annotation('autoscaling.alpha.kubernetes.io/conditions'),
    live: '[]',
    owners: ['kube-controller-manager/Update/status'],
  },
  {
    rule: 'default-storage-class',
    ref: '-/PersistentVolumeClaim/shop/data',
    path: '.spec.storageClassName',
    live: 'standard',
  },
  {
    rule: 'default-ingress-class',
    ref: 'networking.k8s.io/Ingress/shop/web',
    path: '.spec.ingressClassName',
    live: 'nginx',
  },
  { rule: 'pod-priority', ref: '-/Pod/shop/web', path: '.spec.priority', live: 0 },
  {
    rule: 'pod-service-account-token',
    ref: '-/Pod/shop/web',
    path: '.spec.volumes[name="kube-api-access-abc12"]',
    live: { name: 'kube-api-access-abc12', projected: {} },
  },
  {
    rule: 'pod-default-tolerations',
    ref: '-/Pod/shop/web',
    path: '.spec.tolerations',
    atomic: true,
    live: [{ key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
  },
  {
    rule: 'pod-limit-range',
    ref: '-/Pod/shop/web',
    path: '.spec.containers[name="a"].resources.limits.cpu',
    live: '1',
  },
  { rule: 'pod-node-name', ref: '-/Pod/shop/web', path: '.spec.nodeName', live: 'n1' },
  {
    rule: 'leader-election',
    ref: '-/ConfigMap/kube-system/lock',
    path: annotation('control-plane.alpha.kubernetes.io/leader'),
    live: '{"holderIdentity":"a"}',
    owners: ['anything'],
  },
  {
    rule: 'deployment-revision',
    ref: WEB,
    path: annotation('deployment.kubernetes.io/revision'),
    live: '3',
    owners: ['kube-controller-manager'],
  },
  {
    rule: 'replicaset-bookkeeping',
    ref: 'apps/ReplicaSet/shop/web',
    path: annotation('deployment.kubernetes.io/max-replicas'),
    live: '3',
    owners: ['kube-controller-manager'],
  },
  {
    rule: 'daemonset-generation',
    ref: 'apps/DaemonSet/shop/web',
    path: annotation('deprecated.daemonset.template.generation'),
    live: '3',
    owners: ['helm'],
  },
  {
    rule: 'job-selector',
    ref: 'batch/Job/shop/j',
    path: '.spec.selector',
    live: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u-1' } },
    atomic: true,
    metadata: { uid: 'u-1' },
    owners: ['helm'],
  },
  {
    rule: 'job-name-label',
    ref: 'batch/Job/shop/j',
    path: '.spec.template.metadata.labels["job-name"]',
    live: 'j',
    owners: ['helm'],
  },
  {
    rule: 'cluster-role-aggregation',
    ref: 'rbac.authorization.k8s.io/ClusterRole/-/all',
    path: '.rules',
    atomic: true,
    live: [{ verbs: ['get'], apiGroups: ['x'], resources: ['y'] }],
    owners: ['clusterrole-aggregation-controller/Apply'],
    body: { rules: [{ verbs: ['get'], apiGroups: ['x'], resources: ['y'] }] },
    git: { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { aggregate: 'yes' } }] } },
  },
  {
    rule: 'service-account-token-secret',
    ref: '-/ServiceAccount/shop/web',
    path: '.secrets[name="web-token-x"]',
    live: { name: 'web-token-x' },
    owners: ['kube-controller-manager'],
  },
  {
    rule: 'service-account-token',
    ref: '-/Secret/shop/agent-token',
    path: '.data.token',
    live: 'ZXlK',
    owners: ['kube-controller-manager'],
    body: { metadata: { annotations: { 'kubernetes.io/service-account.name': 'agent' } } },
  },
  {
    rule: 'service-account-token-authority',
    ref: '-/Secret/shop/agent-token',
    path: '.data["ca.crt"]',
    live: CA,
    owners: ['kube-controller-manager'],
    body: { metadata: { annotations: { 'kubernetes.io/service-account.name': 'agent' } } },
  },
  {
    rule: 'service-account-token-namespace',
    ref: '-/Secret/shop/agent-token',
    path: '.data.namespace',
    live: btoa('shop'),
    owners: ['kube-controller-manager'],
    body: { metadata: { annotations: { 'kubernetes.io/service-account.name': 'agent' } } },
  },
  {
    rule: 'volume-claim-binding',
    ref: '-/PersistentVolumeClaim/shop/data',
    path: annotation('volume.kubernetes.io/selected-node'),
    live: 'n1',
    owners: ['kube-controller-manager'],
  },
  {
    rule: 'volume-binding',
    ref: '-/PersistentVolume/-/pv',
    path: '.spec.claimRef',
    live: { name: 'data' },
    owners: ['kube-controller-manager'],
  },
  {
    rule: 'volume-binding-marks',
    ref: '-/PersistentVolumeClaim/shop/data',
    path: annotation('pv.kubernetes.io/bind-completed'),
    live: 'yes',
    owners: ['kube-controller-manager'],
  },
  {
    rule: 'load-balancer-finalizer',
    ref: '-/Service/shop/web',
    path: '.metadata.finalizers[="service.kubernetes.io/load-balancer-cleanup"]',
    live: 'service.kubernetes.io/load-balancer-cleanup',
    owners: ['aws-cloud-controller-manager'],
  },
  {
    rule: 'apiservice-automanaged',
    ref: 'apiregistration.k8s.io/APIService/-/v1.',
    path: label('kube-aggregator.kubernetes.io/automanaged'),
    live: 'onstart',
    owners: ['kube-apiserver'],
  },
  {
    rule: 'hpa-replicas',
    ref: WEB,
    path: '.spec.replicas',
    desired: 3,
    live: 7,
    owners: ['kube-controller-manager/Update/scale'],
  },
  {
    rule: 'keda-replicas',
    ref: 'apps/Deployment/shop/worker',
    path: '.spec.replicas',
    desired: 1,
    live: 0,
    owners: ['keda/Update/scale'],
  },
  {
    rule: 'keda-scaled-object-marks',
    ref: 'keda.sh/ScaledObject/shop/worker',
    path: label('scaledobject.keda.sh/name'),
    live: 'worker',
    owners: ['keda'],
  },
  {
    rule: 'vpa-pod',
    ref: '-/Pod/shop/web',
    path: '.spec.containers[name="a"].resources.requests.cpu',
    desired: '1',
    live: '2',
    metadata: marked('vpaUpdates'),
  },
  {
    rule: 'cluster-autoscaler-replicas',
    ref: 'cluster.x-k8s.io/MachineDeployment/capi/md',
    path: '.spec.replicas',
    desired: 1,
    live: 4,
    owners: ['cluster-autoscaler'],
    metadata: {
      annotations: {
        'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size': '1',
        'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size': '4',
      },
    },
  },
  {
    rule: 'karpenter-node-pool-hash',
    ref: 'karpenter.sh/NodePool/-/p',
    path: annotation('karpenter.sh/nodepool-hash'),
    live: '1',
    owners: ['karpenter'],
  },
  {
    rule: 'reloader-env',
    ref: WEB,
    path: '.spec.template.spec.containers[name="a"].env[name="STAKATER_X_CONFIGMAP"]',
    live: { name: 'STAKATER_X_CONFIGMAP', value: SHA1 },
    owners: ['Reloader'],
  },
  {
    rule: 'reloader-annotation',
    ref: WEB,
    path: '.spec.template.metadata.annotations["reloader.stakater.com/last-reloaded-from"]',
    live: '{}',
    owners: ['Reloader'],
  },
  {
    rule: 'wave-config-hash',
    ref: WEB,
    path: '.spec.template.metadata.annotations["wave.pusher.com/config-hash"]',
    live: SHA256,
    owners: ['manager'],
  },
  {
    rule: 'kured-lock',
    ref: 'apps/DaemonSet/kube-system/kured',
    path: annotation('weave.works/kured-node-lock'),
    live: '{}',
    owners: ['kured'],
  },
  {
    rule: 'kube-downscaler',
    ref: 'apps/Deployment/shop/night',
    path: '.spec.replicas',
    desired: 3,
    live: 0,
    owners: ['pykube-ng'],
    metadata: marked('downscaler/original-replicas', '3'),
  },
  {
    rule: 'kube-green-sleep',
    ref: 'apps/Deployment/shop/night',
    path: '.spec.replicas',
    desired: 3,
    live: 0,
    owners: ['kube-green'],
  },
  {
    rule: 'kueue-admission',
    ref: 'batch/Job/shop/j',
    path: '.spec.suspend',
    desired: true,
    live: false,
    owners: ['kueue-job-controller'],
    metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'q' } },
  },
  { rule: 'keel-update-time', ref: WEB, path: annotation('keel.sh/update-time'), live: 'x', owners: ['keel'] },
  {
    rule: 'keel-image',
    ref: WEB,
    path: '.spec.template.spec.containers[name="a"].image',
    desired: 'a:1',
    live: 'a:2',
    owners: ['keel'],
    metadata: marked('keel.sh/policy'),
  },
  {
    rule: 'rollouts-istio-weights',
    ref: 'networking.istio.io/VirtualService/shop/web',
    path: '.spec.http',
    atomic: true,
    desired: [{ route: [{ weight: 100 }, { weight: 0 }] }],
    live: [WEIGHTS],
    owners: ['rollouts-controller'],
    body: { spec: { http: [WEIGHTS] } },
  },
  {
    rule: 'rollouts-istio-subsets',
    ref: 'networking.istio.io/DestinationRule/shop/web',
    path: '.spec.subsets',
    atomic: true,
    desired: [{ name: 'a' }],
    live: [{ name: 'a', labels: { 'rollouts-pod-template-hash': '5d4f8c9b7' } }],
    owners: ['rollouts-controller'],
  },
  {
    rule: 'rollouts-service-selector',
    ref: '-/Service/shop/web',
    path: '.spec.selector',
    atomic: true,
    desired: { app: 'web' },
    live: { app: 'web', 'rollouts-pod-template-hash': '5d4f8c9b7' },
    owners: ['rollouts-controller'],
  },
  {
    rule: 'rollouts-managed-marks',
    ref: '-/Service/shop/web',
    path: annotation('argo-rollouts.argoproj.io/managed-by-rollouts'),
    live: 'web',
    owners: ['rollouts-controller'],
  },
  {
    rule: 'rollouts-ingress-weights',
    ref: 'networking.k8s.io/Ingress/shop/web',
    path: annotation('nginx.ingress.kubernetes.io/canary-weight'),
    live: '20',
    owners: ['rollouts-controller'],
  },
  {
    rule: 'rollouts-gateway-weights',
    ref: 'gateway.networking.k8s.io/HTTPRoute/shop/web',
    path: '.spec.rules[0].backendRefs[1].weight',
    desired: 0,
    live: 20,
    owners: ['gatewayAPI'],
    body: { spec: { rules: [{ backendRefs: [{ weight: 80 }, { weight: 20 }] }] } },
  },
  {
    rule: 'rollouts-bookkeeping',
    ref: 'argoproj.io/Rollout/shop/web',
    path: annotation('rollout.argoproj.io/revision'),
    live: '3',
    owners: ['rollouts-controller'],
  },
  {
    rule: 'rollouts-workload-ref',
    ref: 'apps/Deployment/shop/taken',
    path: '.spec.replicas',
    desired: 3,
    live: 0,
    owners: ['rollouts-controller'],
  },
  {
    rule: 'flagger-target-replicas',
    ref: 'apps/Deployment/shop/api',
    path: '.spec.replicas',
    desired: 3,
    live: 0,
    owners: ['flagger'],
  },
  {
    rule: 'flagger-route-weights',
    ref: 'gateway.networking.k8s.io/HTTPRoute/shop/api',
    path: '.spec.rules[0].backendRefs[1].weight',
    desired: 0,
    live: 20,
    owners: ['flagger'],
    body: { spec: { rules: [{ backendRefs: [{ weight: 80 }, { weight: 20 }] }] } },
  },
  {
    rule: 'cainjector-ca',
    ref: `${HOOK}/hook`,
    path: HOOK_CA,
    live: CA,
    owners: ['cert-manager-cainjector/Apply'],
    metadata: marked('cert-manager.io/inject-ca-from'),
  },
  {
    rule: 'cert-manager-secret',
    ref: '-/Secret/shop/tls',
    path: '.data["tls.crt"]',
    live: CA,
    owners: ['cert-manager-certificates-issuing/Apply'],
  },
  { rule: 'cert-controller-ca', ref: `${HOOK}/hook`, path: HOOK_CA, live: CA, owners: ['gatekeeper'] },
  {
    rule: 'istio-webhook-ca',
    ref: `${HOOK}/istio-validator-istio-system`,
    path: HOOK_CA,
    desired: '',
    live: CA,
    owners: ['pilot-discovery'],
  },
  {
    rule: 'istio-validation-ready',
    ref: `${HOOK}/istio-validator-istio-system`,
    path: '.webhooks[name="a"].failurePolicy',
    desired: 'Ignore',
    live: 'Fail',
    owners: ['pilot-discovery'],
  },
  {
    rule: 'vault-injector-ca',
    ref: 'admissionregistration.k8s.io/MutatingWebhookConfiguration/-/vault-agent-injector-cfg',
    path: HOOK_CA,
    live: CA,
    owners: ['vault-k8s'],
  },
  {
    rule: 'vpa-webhook-ca',
    ref: 'admissionregistration.k8s.io/MutatingWebhookConfiguration/-/vpa-webhook-config',
    path: HOOK_CA,
    live: CA,
    owners: ['admission-controller'],
  },
  {
    rule: 'webhook-certgen-ca',
    ref: `${HOOK}/ingress-nginx-admission`,
    path: HOOK_CA,
    live: CA,
    owners: ['kube-webhook-certgen'],
  },
  {
    rule: 'webhook-certgen-armed',
    ref: `${HOOK}/ingress-nginx-admission`,
    path: '.webhooks[name="a"].failurePolicy',
    desired: 'Ignore',
    live: 'Fail',
    owners: ['kube-webhook-certgen'],
  },
  {
    rule: 'knative-webhook-ca',
    ref: `${HOOK}/validation.webhook.serving.knative.dev`,
    path: HOOK_CA,
    live: CA,
    owners: ['webhook'],
  },
  {
    rule: 'knative-webhook-rules',
    ref: `${HOOK}/validation.webhook.serving.knative.dev`,
    path: '.webhooks[name="a"].rules',
    live: [{}],
    owners: ['webhook'],
  },
  {
    rule: 'cnpg-webhook-ca',
    ref: `${HOOK}/cnpg-validating-webhook-configuration`,
    path: HOOK_CA,
    live: CA,
    owners: ['manager'],
  },
  {
    rule: 'external-secrets-ca',
    ref: `${HOOK}/secretstore-validate`,
    path: HOOK_CA,
    live: CA,
    owners: ['external-secrets'],
  },
  {
    rule: 'kyverno-ca',
    ref: `${HOOK}/kyverno-resource-validating-webhook-cfg`,
    path: HOOK_CA,
    live: CA,
    owners: ['Kyverno'],
  },
  {
    rule: 'istio-sidecar',
    ref: '-/Pod/shop/web',
    path: '.spec.containers[name="istio-proxy"]',
    live: { name: 'istio-proxy' },
    metadata: marked('sidecar.istio.io/status'),
  },
  {
    rule: 'linkerd-proxy',
    ref: '-/Pod/shop/web',
    path: '.spec.initContainers[name="linkerd-init"]',
    live: { name: 'linkerd-init' },
    metadata: marked('linkerd.io/created-by'),
  },
  {
    rule: 'vault-agent',
    ref: '-/Pod/shop/web',
    path: '.spec.volumes[name="vault-secrets"]',
    live: { name: 'vault-secrets' },
    metadata: marked('vault.hashicorp.com/agent-inject-status'),
  },
  { rule: 'sidecar-marks', ref: '-/Pod/shop/web', path: annotation('sidecar.istio.io/status'), live: '{}' },
  {
    rule: 'datadog-remote-config',
    ref: WEB,
    path: annotation('admission.datadoghq.com/rc.id'),
    live: '1',
    owners: ['datadog-cluster-agent'],
  },
  {
    rule: 'rancher-marks',
    ref: '-/Service/shop/web',
    path: annotation('field.cattle.io/publicEndpoints'),
    live: '[]',
    owners: ['rancher'],
  },
  {
    rule: 'rancher-project',
    ref: '-/Namespace/-/shop',
    path: annotation('field.cattle.io/projectId'),
    live: 'c:p',
    owners: ['rancher'],
  },
  {
    rule: 'hnc-tree-labels',
    ref: '-/Namespace/-/shop',
    path: label('shop.tree.hnc.x-k8s.io/depth'),
    live: '0',
    owners: ['manager'],
  },
  {
    rule: 'hnc-inherited-from',
    ref: '-/ConfigMap/shop/c',
    path: label('hnc.x-k8s.io/inherited-from'),
    live: 'root',
    owners: ['manager'],
  },
  {
    rule: 'kyverno-generated',
    ref: '-/ConfigMap/shop/c',
    path: label('generate.kyverno.io/policy-name'),
    live: 'p',
    owners: ['kyverno'],
  },
  {
    rule: 'image-digest-added',
    ref: WEB,
    path: '.spec.template.spec.containers[name="a"].image',
    desired: 'a:1',
    live: `a:1@sha256:${SHA256}`,
  },
  {
    rule: 'aks-admissions-enforcer',
    ref: `${HOOK}/hook`,
    path: '.webhooks[name="a"].namespaceSelector',
    atomic: true,
    desired: { matchLabels: { a: 'b' } },
    live: { matchLabels: { a: 'b' }, matchExpressions: AKS },
    owners: ['admissionsenforcer'],
  },
  {
    rule: 'aws-load-balancer-class',
    ref: '-/Service/shop/web',
    path: '.spec.loadBalancerClass',
    live: 'service.k8s.aws/nlb',
  },
  {
    rule: 'aws-load-balancer-finalizers',
    ref: 'networking.k8s.io/Ingress/shop/web',
    path: '.metadata.finalizers[="ingress.k8s.aws/resources"]',
    live: 'ingress.k8s.aws/resources',
    owners: ['controller'],
  },
  {
    rule: 'metallb-pool',
    ref: '-/Service/shop/web',
    path: annotation('metallb.io/ip-allocated-from-pool'),
    live: 'p',
    owners: ['controller'],
  },
  {
    rule: 'gke-neg-status',
    ref: '-/Service/shop/web',
    path: annotation('cloud.google.com/neg-status'),
    live: '{}',
    owners: ['glbc'],
  },
  {
    rule: 'gke-neg-default',
    ref: '-/Service/shop/web',
    path: annotation('cloud.google.com/neg'),
    live: '{"ingress":true}',
  },
  {
    rule: 'gke-ingress-status',
    ref: 'networking.k8s.io/Ingress/shop/web',
    path: annotation('ingress.kubernetes.io/url-map'),
    live: 'm',
    owners: ['glbc'],
  },
  {
    rule: 'gke-load-balancer-status',
    ref: '-/Service/shop/web',
    path: annotation('service.kubernetes.io/backend-service'),
    live: 'b',
    owners: ['glbc'],
  },
  { rule: 'gke-autopilot-marks', ref: WEB, path: annotation('autopilot.gke.io/resource-adjustment'), live: '{}' },
  {
    rule: 'gke-autopilot-resources',
    ref: WEB,
    path: '.spec.template.spec.containers[name="a"].resources.requests["ephemeral-storage"]',
    live: '1Gi',
    metadata: marked('autopilot.gke.io/resource-adjustment'),
  },
  {
    rule: 'config-connector-state',
    ref: 'sql.cnrm.cloud.google.com/SQLInstance/shop/db',
    path: annotation('cnrm.cloud.google.com/state-into-spec'),
    live: 'merge',
  },
  {
    rule: 'openshift-scc-ranges',
    ref: '-/Namespace/-/shop',
    path: annotation('openshift.io/sa.scc.uid-range'),
    live: '1/1',
    owners: ['cluster-policy-controller/Apply'],
  },
  {
    rule: 'openshift-pod-security-sync',
    ref: '-/Namespace/-/shop',
    path: label('pod-security.kubernetes.io/enforce'),
    live: 'baseline',
    owners: ['pod-security-admission-label-synchronization-controller/Apply'],
  },
  {
    rule: 'openshift-pull-secrets',
    ref: '-/ServiceAccount/shop/web',
    path: '.imagePullSecrets[name="web-dockercfg-x"]',
    live: { name: 'web-dockercfg-x' },
    owners: ['openshift.io/image-registry-pull-secrets_service-account-controller/Apply'],
  },
  {
    rule: 'openshift-route-host',
    ref: 'route.openshift.io/Route/shop/web',
    path: '.spec.host',
    live: 'a.b',
    metadata: marked('openshift.io/host.generated', 'true'),
  },
  {
    rule: 'openshift-image-trigger',
    ref: WEB,
    path: '.spec.template.spec.containers[name="web"].image',
    desired: ' ',
    live: 'registry/a@sha256:1',
    owners: ['openshift-controller-manager'],
    metadata: marked(
      'image.openshift.io/triggers',
      '[{"fieldPath":"spec.template.spec.containers[?(@.name==\\"web\\")].image"}]',
    ),
  },
  {
    rule: 'openshift-image-stream-tags',
    ref: 'image.openshift.io/ImageStream/shop/a',
    path: '.spec.tags[name="1"].generation',
    live: 2,
  },
  {
    rule: 'openshift-project-request',
    ref: '-/Namespace/-/shop',
    path: annotation('openshift.io/requester'),
    live: 'x',
    owners: ['openshift-apiserver'],
  },
  {
    rule: 'service-ca-bundle',
    ref: `${HOOK}/hook`,
    path: HOOK_CA,
    live: CA,
    owners: ['service-ca-operator'],
    metadata: marked('service.beta.openshift.io/inject-cabundle', 'true'),
  },
  {
    rule: 'service-ca-config-map',
    ref: '-/ConfigMap/shop/ca',
    path: '.data["service-ca.crt"]',
    live: PEM,
    owners: ['service-ca-operator'],
    metadata: marked('service.beta.openshift.io/inject-cabundle', 'true'),
  },
  {
    rule: 'service-ca-serving-cert',
    ref: '-/Service/shop/web',
    path: annotation('service.beta.openshift.io/serving-cert-signed-by'),
    live: 'x',
    owners: ['service-ca-operator'],
  },
  { rule: 'olm-ca', ref: `${HOOK}/hook`, path: HOOK_CA, live: CA, owners: ['olm'] },
  { rule: 'olm-marks', ref: '-/ConfigMap/shop/c', path: label('operators.coreos.com/a.b'), live: '', owners: ['olm'] },
  {
    rule: 'olm-catalog-image',
    ref: 'operators.coreos.com/CatalogSource/olm/c',
    path: '.spec.image',
    desired: 'c:1',
    live: 'c:2',
    owners: ['catalog'],
    metadata: marked('olm.catalogImageTemplate'),
  },
  {
    rule: 'prometheus-rule-validated',
    ref: 'monitoring.coreos.com/PrometheusRule/m/r',
    path: annotation('prometheus-operator-validated'),
    live: 'true',
  },
  {
    rule: 'strimzi-command-done',
    ref: 'kafka.strimzi.io/KafkaRebalance/k/r',
    path: annotation('strimzi.io/rebalance'),
    desired: 'approve',
  },
  {
    rule: 'crossplane-composite',
    ref: 'example.org/XDatabase/-/db',
    path: '.spec.resourceRefs',
    live: [],
    atomic: true,
    owners: ['apiextensions.crossplane.io/composite/Apply'],
  },
  {
    rule: 'crossplane-late-initialised',
    ref: 'rds.aws.upbound.io/Instance/-/db',
    path: '.spec.forProvider.storageType',
    live: 'gp3',
    owners: ['provider'],
  },
  {
    rule: 'crossplane-external-marks',
    ref: 'rds.aws.upbound.io/Instance/-/db',
    path: annotation('crossplane.io/external-name'),
    live: 'db',
    owners: ['provider'],
  },
  {
    rule: 'cluster-api-endpoint',
    ref: 'infrastructure.cluster.x-k8s.io/AWSCluster/c/c',
    path: '.spec.controlPlaneEndpoint.host',
    live: 'h',
    owners: ['manager'],
  },
  {
    rule: 'cluster-api-topology',
    ref: 'cluster.x-k8s.io/MachineDeployment/c/md',
    path: '.spec.clusterName',
    live: 'c',
    owners: ['capi-topology/Apply'],
  },
  {
    rule: 'external-secrets-data',
    ref: '-/Secret/shop/s',
    path: '.data.key',
    live: 'eA==',
    owners: ['externalsecrets.external-secrets.io/s/Apply'],
  },
  {
    rule: 'knative-authors',
    ref: 'serving.knative.dev/Service/shop/web',
    path: annotation('serving.knative.dev/lastModifier'),
    live: 'x',
    owners: ['kubectl-edit'],
  },
  {
    rule: 'eck-association',
    ref: 'kibana.k8s.elastic.co/Kibana/e/k',
    path: annotation('association.k8s.elastic.co/es-conf'),
    live: '{}',
    owners: ['elastic-operator'],
  },
  { rule: 'velero-restored', ref: WEB, path: label('velero.io/restore-name'), live: 'r', owners: ['velero-server'] },
  {
    rule: 'last-applied',
    ref: WEB,
    path: annotation('kubectl.kubernetes.io/last-applied-configuration'),
    live: '{"apiVersion":"apps/v1"}',
    owners: ['kubectl-client-side-apply'],
  },
  {
    rule: 'argocd-tracking',
    ref: WEB,
    path: annotation('argocd.argoproj.io/tracking-id'),
    live: 'x',
    owners: ['argocd-controller'],
  },
  {
    rule: 'argocd-application-state',
    ref: 'argoproj.io/Application/argocd/a',
    path: '.operation.sync.revision',
    live: 'x',
    owners: ['argocd-server'],
  },
  {
    rule: 'argocd-refresh',
    ref: 'argoproj.io/Application/argocd/a',
    path: annotation('argocd.argoproj.io/refresh'),
    live: 'hard',
    owners: ['kubectl-annotate'],
  },
  {
    rule: 'argocd-image-updater',
    ref: 'argoproj.io/Application/argocd/a',
    path: '.spec.source.kustomize.images',
    live: ['a:2'],
    atomic: true,
    owners: ['argocd-image-updater'],
  },
  {
    rule: 'flux-tracking',
    ref: WEB,
    path: label('kustomize.toolkit.fluxcd.io/name'),
    live: 'x',
    owners: ['kustomize-controller/Apply'],
  },
  {
    rule: 'flux-requested',
    ref: 'kustomize.toolkit.fluxcd.io/Kustomization/f/a',
    path: annotation('reconcile.fluxcd.io/requestedAt'),
    live: '2026-11-23T10:00:00Z',
    owners: ['flux'],
  },
  { rule: 'helm-ownership', ref: WEB, path: annotation('meta.helm.sh/release-name'), live: 'x', owners: ['helm'] },
]

function ask(example: Example, owners = example.owners): unknown {
  const ref = refOf(example.ref)
  const difference = differenceAt(example.path, { ...example, ...(owners && { owners }) })
  const context = {
    ref,
    live: objectAt(ref, example.metadata, example.body),
    desired: objectAt(ref, {}, example.git),
    facts: FACTS,
    deployer: { manager: 'argocd-controller' },
  }
  return explain(difference, context, INDEX)
}

describe('the mutator catalogue', () => {
  it.each(EXAMPLES.map((example) => [example.rule, example] as const))(
    '%s explains what it is for',
    (rule, example) => {
      expect(ask(example)).toEqual({ explained: { by: 'rule', rule } })
    },
  )

  it('has an example of each rule, and each id once', () => {
    expect(EXAMPLES.map((example) => example.rule)).toEqual(MUTATOR_RULES.map((rule) => rule.id))
    expect(new Set(MUTATOR_RULES.map((rule) => rule.id)).size).toBe(MUTATOR_RULES.length)
  })

  // The rules at which it does not matter who asked: server or webhook write the value, or refuse any other.
  const anybody = MUTATOR_RULES.filter((rule) => rule.owner === 'requester').map((rule) => rule.id)

  it.each(
    EXAMPLES.filter(
      (example) => !anybody.includes(example.rule) && example.kind !== 'removed' && example.live !== undefined,
    ).map((example) => [example.rule, example] as const),
  )('%s does not explain the same change by a person', (_rule, example) => {
    for (const person of [
      'kubectl-edit',
      'kubectl/Update/scale',
      'kubectl-client-side-apply',
      'Mozilla',
      'node-fetch',
      'OpenAPI-Generator',
      'k9s',
    ]) {
      expect(ask(example, [person])).toBeUndefined()
      expect(ask(example, [...(example.owners ?? []), person])).toBeUndefined()
    }
  })

  it('lets nobody but the server, a webhook or a bare request go without a guard on the value', () => {
    const bare = MUTATOR_RULES.filter((rule) => rule.owner === 'requester' && rule.guard === undefined)
    expect(bare.map((rule) => rule.id)).toEqual(['knative-authors'])
  })

  it('never lists a generic manager without a guard, names, or a field that is the own one of the mutator', () => {
    const generic = new Set([
      'manager',
      'controller',
      'provider',
      'agent',
      'webhook',
      'OpenAPI-Generator',
      'Mozilla',
      'node-fetch',
      'kubectl',
    ])
    const loose = MUTATOR_RULES.filter(
      ({ owner, guard, match }) =>
        typeof owner === 'object' &&
        owner.managers.some((manager) => generic.has(manager)) &&
        guard === undefined &&
        match.names === undefined &&
        !match.paths.every((path) => /\.metadata\.(annotations|finalizers)\[/.test(path)),
    )
    expect(loose.map((rule) => rule.id)).toEqual(['crossplane-late-initialised', 'cluster-api-endpoint'])
    for (const rule of loose) expect(rule.onlyIfSilent).toBe(true)
  })

  it('says where every rule comes from, and switches on only what has grounds or cannot harm', () => {
    for (const rule of MUTATOR_RULES) {
      expect(rule.grounding.source).not.toBe('')
      const harmless = rule.guard !== undefined || rule.onlyIfSilent === true
      if (rule.grounding.grade === 'K' && rule.enabledByDefault) expect([rule.id, harmless]).toEqual([rule.id, true])
    }
  })
})
