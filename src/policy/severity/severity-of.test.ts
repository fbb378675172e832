import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../../model/json.ts'
import type { Severity } from '../../model/severity.ts'
import { type DifferenceExample, differenceAt, objectAt, refOf } from '../difference-example.ts'
import { SEVERITY_RULES } from './catalogue.ts'
import type { Direction } from './directions.ts'
import { type JudgedSeverity, severityOf } from './severity-of.ts'

interface Example extends DifferenceExample {
  readonly rule: string
  readonly level: Severity
  readonly direction: Direction
  readonly ref: string
  readonly path: string
  /** Bodies of the objects, where a rule looks around. */
  readonly liveBody?: JsonObject
  readonly desiredBody?: JsonObject
}

function judge(
  example: Pick<Example, 'ref' | 'path' | 'liveBody' | 'desiredBody'> & DifferenceExample,
): JudgedSeverity {
  const ref = refOf(example.ref)
  return severityOf(differenceAt(example.path, example), {
    ref,
    desired: objectAt(ref, {}, example.desiredBody),
    live: objectAt(ref, {}, example.liveBody),
  })
}

const WEB = 'apps/Deployment/shop/web'
const SPEC = '.spec.template.spec'
const C = `${SPEC}.containers[name="a"]`
const NP = 'networking.k8s.io/NetworkPolicy/shop/deny'
const HOOK = 'admissionregistration.k8s.io/ValidatingWebhookConfiguration/-/h'
const ROLE = 'rbac.authorization.k8s.io/ClusterRole/-/r'
const BIND = 'rbac.authorization.k8s.io/ClusterRoleBinding/-/b'
const APP = 'argoproj.io/Application/argocd/a'
const KUSTOMIZATION = 'kustomize.toolkit.fluxcd.io/Kustomization/flux/a'
const NS = '-/Namespace/-/shop'
const HPA = 'autoscaling/HorizontalPodAutoscaler/shop/web'
const PDB = 'policy/PodDisruptionBudget/shop/web'

type Row = readonly [
  rule: string,
  level: Severity,
  direction: Direction,
  ref: string,
  path: string,
  example: Omit<Example, 'rule' | 'level' | 'direction' | 'ref' | 'path'>,
]

const ROWS: readonly Row[] = [
  [
    'DRF-META-001',
    'info',
    'unknown',
    WEB,
    '.spec.template.metadata.annotations["kubectl.kubernetes.io/restartedAt"]',
    { live: 't' },
  ],
  ['DRF-META-002', 'info', 'unknown', 'argoproj.io/Rollout/shop/web', '.spec.restartAt', { live: 't' }],

  ['DRF-SEC-001', 'critical', 'loosening', WEB, `${C}.securityContext.privileged`, { desired: false, live: true }],
  ['DRF-SEC-001', 'high', 'tightening', WEB, `${C}.securityContext.privileged`, { desired: true }],
  ['DRF-SEC-002', 'critical', 'loosening', WEB, `${SPEC}.hostNetwork`, { live: true }],
  ['DRF-SEC-002', 'high', 'tightening', WEB, `${SPEC}.hostPID`, { desired: true, live: false }],
  [
    'DRF-SEC-003',
    'critical',
    'loosening',
    WEB,
    `${C}.securityContext.capabilities.add`,
    { live: ['NET_ADMIN'], atomic: true },
  ],
  [
    'DRF-SEC-003',
    'high',
    'tightening',
    WEB,
    `${C}.securityContext.capabilities.add`,
    { desired: ['NET_ADMIN'], atomic: true },
  ],
  [
    'DRF-SEC-004',
    'critical',
    'loosening',
    WEB,
    `${SPEC}.volumes[name="v"]`,
    { live: { name: 'v', hostPath: { path: '/var/run/docker.sock' } } },
  ],
  ['DRF-SEC-005', 'critical', 'loosening', WEB, `${C}.securityContext.windowsOptions.hostProcess`, { live: true }],
  ['DRF-SEC-010', 'high', 'unknown', WEB, `${C}.image`, { desired: 'a:1', live: 'a:2' }],
  ['DRF-SEC-011', 'high', 'unknown', WEB, `${C}.args`, { desired: ['a', 'b'], live: ['b', 'a'], atomic: true }],
  ['DRF-SEC-012', 'high', 'loosening', WEB, `${C}.imagePullPolicy`, { desired: 'Always', live: 'Never' }],
  ['DRF-SEC-012', 'medium', 'tightening', WEB, `${C}.imagePullPolicy`, { desired: 'IfNotPresent', live: 'Always' }],
  ['DRF-SEC-020', 'high', 'loosening', WEB, `${C}.securityContext.allowPrivilegeEscalation`, { desired: false }],
  ['DRF-SEC-021', 'high', 'loosening', WEB, `${SPEC}.securityContext.runAsNonRoot`, { desired: true }],
  ['DRF-SEC-021', 'medium', 'tightening', WEB, `${SPEC}.securityContext.runAsNonRoot`, { live: true }],
  ['DRF-SEC-022', 'high', 'loosening', WEB, `${SPEC}.securityContext.runAsUser`, { desired: 1000, live: 0 }],
  ['DRF-SEC-022', 'medium', 'tightening', WEB, `${SPEC}.securityContext.runAsUser`, { desired: 0, live: 1000 }],
  ['DRF-SEC-022', 'medium', 'unknown', WEB, `${SPEC}.securityContext.runAsUser`, { desired: 1000, live: 1001 }],
  [
    'DRF-SEC-023',
    'high',
    'loosening',
    WEB,
    `${C}.securityContext.seccompProfile.type`,
    {
      desired: 'RuntimeDefault',
      live: 'Unconfined',
      liveBody: template({ containers: [{ name: 'a', securityContext: { seccompProfile: { type: 'Unconfined' } } }] }),
    },
  ],
  ['DRF-SEC-024', 'high', 'loosening', WEB, `${C}.securityContext.procMount`, { desired: 'Default', live: 'Unmasked' }],
  [
    'DRF-SEC-025',
    'high',
    'loosening',
    WEB,
    `${SPEC}.securityContext.sysctls`,
    { live: [{ name: 'kernel.msgmax', value: '1' }], atomic: true },
  ],
  [
    'DRF-SEC-026',
    'high',
    'loosening',
    WEB,
    `${C}.securityContext.readOnlyRootFilesystem`,
    { desired: true, live: false },
  ],
  ['DRF-SEC-027', 'high', 'loosening', WEB, `${C}.securityContext.capabilities.add`, { live: ['CHOWN'], atomic: true }],
  [
    'DRF-SEC-028',
    'high',
    'loosening',
    WEB,
    `${C}.securityContext.capabilities.drop`,
    { desired: ['ALL'], atomic: true },
  ],
  [
    'DRF-SEC-028',
    'medium',
    'tightening',
    WEB,
    `${C}.securityContext.capabilities.drop`,
    { live: ['ALL'], atomic: true },
  ],
  ['DRF-SEC-029', 'high', 'loosening', WEB, `${SPEC}.shareProcessNamespace`, { live: true }],
  ['DRF-SEC-030', 'high', 'unknown', WEB, `${SPEC}.serviceAccountName`, { desired: 'a', live: 'admin' }],
  ['DRF-SEC-031', 'high', 'loosening', WEB, `${SPEC}.automountServiceAccountToken`, { desired: false }],
  [
    'DRF-SEC-032',
    'high',
    'loosening',
    '-/ServiceAccount/shop/a',
    '.automountServiceAccountToken',
    { desired: false, live: true },
  ],
  [
    'DRF-SEC-033',
    'high',
    'unknown',
    '-/ServiceAccount/shop/a',
    '.metadata.annotations["eks.amazonaws.com/role-arn"]',
    { live: 'x' },
  ],
  ['DRF-SEC-034', 'high', 'loosening', WEB, `${SPEC}.hostUsers`, { desired: false }],
  ['DRF-SEC-040', 'high', 'unknown', '-/Secret/shop/a', '.data.password', { desired: 'YQ==', live: 'Yg==' }],
  [
    'DRF-SEC-041',
    'high',
    'unknown',
    'external-secrets.io/ExternalSecret/shop/a',
    '.spec.secretStoreRef.name',
    { desired: 'a', live: 'b' },
  ],
  [
    'DRF-SEC-042',
    'high',
    'loosening',
    WEB,
    `${C}.env[name="X"]`,
    { live: { name: 'X', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } } },
  ],

  [
    'DRF-RBAC-001',
    'critical',
    'loosening',
    ROLE,
    '.rules',
    { desired: [], live: [{ verbs: ['*'], resources: ['pods'] }], atomic: true },
  ],
  [
    'DRF-RBAC-001',
    'high',
    'tightening',
    ROLE,
    '.rules',
    { desired: [{ verbs: ['escalate'], resources: ['roles'] }], live: [], atomic: true },
  ],
  [
    'DRF-RBAC-002',
    'critical',
    'loosening',
    BIND,
    '.subjects',
    { desired: [], live: [{ kind: 'Group', name: 'system:authenticated' }], atomic: true },
  ],
  [
    'DRF-RBAC-003',
    'critical',
    'loosening',
    BIND,
    '.subjects',
    { live: [{ kind: 'User', name: 'a' }], atomic: true, liveBody: { roleRef: { name: 'cluster-admin' } } },
  ],
  [
    'DRF-RBAC-003',
    'high',
    'tightening',
    BIND,
    '.subjects',
    { desired: [{ kind: 'User', name: 'a' }], atomic: true, liveBody: { roleRef: { name: 'cluster-admin' } } },
  ],
  [
    'DRF-RBAC-004',
    'critical',
    'loosening',
    BIND,
    '.roleRef',
    { desired: { name: 'view' }, live: { name: 'cluster-admin' }, atomic: true },
  ],
  [
    'DRF-RBAC-005',
    'critical',
    'unknown',
    ROLE,
    '.aggregationRule.clusterRoleSelectors',
    { desired: [{}], live: [], atomic: true },
  ],
  [
    'DRF-RBAC-006',
    'critical',
    'unknown',
    '-/ConfigMap/kube-system/aws-auth',
    '.data.mapRoles',
    { desired: 'a', live: 'b' },
  ],
  [
    'DRF-RBAC-007',
    'critical',
    'unknown',
    '-/ConfigMap/argocd/argocd-rbac-cm',
    '.data["policy.csv"]',
    { desired: 'a', live: 'b' },
  ],
  [
    'DRF-RBAC-010',
    'high',
    'loosening',
    ROLE,
    '.rules',
    { desired: [], live: [{ verbs: ['get'], resources: ['secrets'] }], atomic: true },
  ],
  [
    'DRF-RBAC-010',
    'medium',
    'tightening',
    ROLE,
    '.rules',
    { desired: [{ verbs: ['get'], resources: ['secrets'] }], live: [], atomic: true },
  ],
  [
    'DRF-RBAC-011',
    'high',
    'loosening',
    BIND,
    '.subjects',
    { live: [{ kind: 'User', name: 'a' }], atomic: true, liveBody: { roleRef: { name: 'view' } } },
  ],
  [
    'DRF-RBAC-012',
    'high',
    'unknown',
    BIND,
    '.roleRef',
    { desired: { name: 'view' }, live: { name: 'edit' }, atomic: true },
  ],

  ['DRF-ADM-001', 'critical', 'unknown', HOOK, '', { kind: 'missing', desired: {} }],
  ['DRF-ADM-002', 'critical', 'unknown', 'kyverno.io/ClusterPolicy/-/p', '', { kind: 'missing', desired: {} }],
  [
    'DRF-ADM-003',
    'critical',
    'loosening',
    HOOK,
    '.webhooks[name="a"].failurePolicy',
    { desired: 'Fail', live: 'Ignore' },
  ],
  ['DRF-ADM-003', 'high', 'tightening', HOOK, '.webhooks[name="a"].failurePolicy', { desired: 'Ignore', live: 'Fail' }],
  [
    'DRF-ADM-004',
    'critical',
    'loosening',
    HOOK,
    '.webhooks[name="a"].namespaceSelector',
    { desired: {}, live: { matchExpressions: [{ key: 'skip', operator: 'DoesNotExist' }] }, atomic: true },
  ],
  [
    'DRF-ADM-004',
    'high',
    'tightening',
    HOOK,
    '.webhooks[name="a"].objectSelector',
    { desired: { matchLabels: { a: 'b' } }, live: {}, atomic: true },
  ],
  [
    'DRF-ADM-005',
    'critical',
    'loosening',
    HOOK,
    '.webhooks[name="a"].rules',
    {
      desired: [{ operations: ['CREATE'] }, { operations: ['UPDATE'] }],
      live: [{ operations: ['CREATE'] }],
      atomic: true,
    },
  ],
  [
    'DRF-ADM-006',
    'critical',
    'loosening',
    HOOK,
    '.webhooks[name="a"].matchConditions[name="x"]',
    {
      live: { name: 'x', expression: 'false' },
      liveBody: { webhooks: [{ name: 'a', matchConditions: [{ name: 'x', expression: 'false' }] }] },
    },
  ],
  [
    'DRF-ADM-007',
    'critical',
    'loosening',
    'kyverno.io/ClusterPolicy/-/p',
    '.spec.validationFailureAction',
    { desired: 'Enforce', live: 'Audit' },
  ],
  [
    'DRF-ADM-007',
    'high',
    'tightening',
    'constraints.gatekeeper.sh/K8sRequired/-/p',
    '.spec.enforcementAction',
    { desired: 'dryrun', live: 'deny' },
  ],
  [
    'DRF-ADM-008',
    'critical',
    'loosening',
    'kyverno.io/ClusterPolicy/-/p',
    '.spec.rules',
    { desired: [{ name: 'a' }, { name: 'b' }], live: [{ name: 'a' }], atomic: true },
  ],
  [
    'DRF-ADM-009',
    'critical',
    'unknown',
    'constraints.gatekeeper.sh/K8sRequired/-/p',
    '.spec.match.excludedNamespaces',
    { live: ['shop'], atomic: true },
  ],
  [
    'DRF-ADM-010',
    'high',
    'unknown',
    HOOK,
    '.webhooks[name="a"].clientConfig.service.name',
    {
      desired: 'a',
      live: 'b',
      liveBody: { webhooks: [{ name: 'a', clientConfig: { service: { name: 'b' } } }] },
      desiredBody: { webhooks: [{ name: 'a', clientConfig: { service: { name: 'a' } } }] },
    },
  ],
  [
    'DRF-ADM-011',
    'critical',
    'loosening',
    NS,
    '.metadata.labels["pod-security.kubernetes.io/enforce"]',
    { desired: 'restricted' },
  ],
  [
    'DRF-ADM-011',
    'high',
    'tightening',
    NS,
    '.metadata.labels["pod-security.kubernetes.io/enforce"]',
    { desired: 'baseline', live: 'restricted' },
  ],
  [
    'DRF-ADM-012',
    'high',
    'unknown',
    NS,
    '.metadata.labels["pod-security.kubernetes.io/enforce-version"]',
    { desired: 'latest', live: 'v1.25' },
  ],
  [
    'DRF-ADM-013',
    'medium',
    'unknown',
    NS,
    '.metadata.labels["pod-security.kubernetes.io/warn"]',
    { desired: 'baseline' },
  ],
  ['DRF-ADM-014', 'critical', 'loosening', NS, '.metadata.labels["admission.gatekeeper.sh/ignore"]', { live: 'true' }],

  ['DRF-NET-001', 'critical', 'unknown', NP, '', { kind: 'missing', desired: {} }],
  [
    'DRF-NET-002',
    'critical',
    'loosening',
    NP,
    '.spec.ingress',
    { desired: [], live: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }], atomic: true },
  ],
  ['DRF-NET-002', 'high', 'tightening', NP, '.spec.ingress', { desired: [{}], live: [], atomic: true }],
  ['DRF-NET-002', 'high', 'unknown', NP, '.spec.egress', { desired: [{}], atomic: true }],
  [
    'DRF-NET-003',
    'critical',
    'loosening',
    NP,
    '.spec.policyTypes',
    { desired: ['Ingress', 'Egress'], live: ['Ingress'], atomic: true },
  ],
  [
    'DRF-NET-004',
    'critical',
    'loosening',
    NP,
    '.spec.podSelector',
    { desired: {}, live: { matchLabels: { a: 'b' } }, atomic: true },
  ],
  [
    'DRF-NET-005',
    'critical',
    'unknown',
    'security.istio.io/PeerAuthentication/shop/m',
    '.spec.mtls.mode',
    { desired: 'STRICT', live: 'PERMISSIVE' },
  ],
  [
    'DRF-NET-006',
    'critical',
    'unknown',
    'security.istio.io/AuthorizationPolicy/shop/m',
    '',
    { kind: 'missing', desired: {} },
  ],
  [
    'DRF-NET-010',
    'high',
    'loosening',
    'networking.k8s.io/Ingress/shop/web',
    '.metadata.annotations["nginx.ingress.kubernetes.io/server-snippet"]',
    { live: 'x' },
  ],
  [
    'DRF-NET-011',
    'high',
    'loosening',
    'networking.k8s.io/Ingress/shop/web',
    '.spec.tls',
    { desired: [{ hosts: ['a'] }], atomic: true },
  ],
  [
    'DRF-NET-012',
    'high',
    'unknown',
    'networking.k8s.io/Ingress/shop/web',
    '.spec.rules',
    { desired: [{ host: 'a' }], live: [{ host: 'b' }], atomic: true },
  ],
  [
    'DRF-NET-013',
    'high',
    'unknown',
    'networking.k8s.io/Ingress/shop/web',
    '.metadata.annotations["nginx.ingress.kubernetes.io/whitelist-source-range"]',
    { desired: '10.0.0.0/8' },
  ],
  [
    'DRF-NET-020',
    'high',
    'loosening',
    '-/Service/shop/web',
    '.spec.type',
    { desired: 'ClusterIP', live: 'LoadBalancer' },
  ],
  [
    'DRF-NET-020',
    'medium',
    'tightening',
    '-/Service/shop/web',
    '.spec.type',
    { desired: 'NodePort', live: 'ClusterIP' },
  ],
  ['DRF-NET-021', 'high', 'loosening', '-/Service/shop/web', '.spec.externalIPs', { live: ['1.2.3.4'], atomic: true }],
  [
    'DRF-NET-022',
    'high',
    'loosening',
    '-/Service/shop/web',
    '.spec.loadBalancerSourceRanges',
    { desired: ['10.0.0.0/8'], atomic: true },
  ],
  [
    'DRF-NET-023',
    'high',
    'unknown',
    '-/Service/shop/web',
    '.metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"]',
    { live: 'internet-facing' },
  ],
  [
    'DRF-NET-024',
    'medium',
    'unknown',
    '-/Service/shop/web',
    '.metadata.annotations["external-dns.alpha.kubernetes.io/hostname"]',
    { live: 'a.b' },
  ],
  ['DRF-NET-025', 'high', 'loosening', WEB, `${C}.ports[containerPort=80,protocol="TCP"].hostPort`, { live: 80 }],
  [
    'DRF-NET-026',
    'high',
    'unknown',
    NS,
    '.metadata.labels["istio-injection"]',
    { desired: 'enabled', live: 'disabled' },
  ],
  [
    'DRF-NET-026',
    'high',
    'unknown',
    WEB,
    '.spec.template.metadata.annotations["sidecar.istio.io/inject"]',
    { live: 'false' },
  ],
  [
    'DRF-NET-030',
    'medium',
    'unknown',
    '-/Service/shop/web',
    '.spec.selector',
    { desired: { app: 'a' }, live: { app: 'b' }, atomic: true },
  ],

  [
    'DRF-GITOPS-001',
    'critical',
    'loosening',
    APP,
    '.spec.syncPolicy.automated.selfHeal',
    {
      desired: true,
      live: false,
      desiredBody: automated({ selfHeal: true }),
      liveBody: automated({ selfHeal: false }),
    },
  ],
  [
    'DRF-GITOPS-001',
    'critical',
    'loosening',
    APP,
    '.spec.syncPolicy.automated.prune',
    { desired: true, desiredBody: automated({ prune: true }), liveBody: {} },
  ],
  [
    'DRF-GITOPS-001',
    'high',
    'tightening',
    APP,
    '.spec.syncPolicy.automated.selfHeal',
    { live: true, desiredBody: automated({}), liveBody: automated({ selfHeal: true }) },
  ],
  ['DRF-GITOPS-002', 'critical', 'loosening', KUSTOMIZATION, '.spec.suspend', { live: true }],
  ['DRF-GITOPS-002', 'high', 'tightening', KUSTOMIZATION, '.spec.suspend', { desired: true, live: false }],
  ['DRF-GITOPS-003', 'critical', 'unknown', APP, '.spec.source.targetRevision', { desired: 'main', live: 'fix' }],
  [
    'DRF-GITOPS-004',
    'critical',
    'loosening',
    'argoproj.io/AppProject/argocd/p',
    '.spec.destinations',
    { desired: [{ namespace: 'a' }], live: [{ namespace: 'a' }, { namespace: '*' }], atomic: true },
  ],
  [
    'DRF-GITOPS-005',
    'critical',
    'loosening',
    'argoproj.io/AppProject/argocd/p',
    '.spec.clusterResourceBlacklist',
    { desired: [{ kind: 'a' }], atomic: true },
  ],
  [
    'DRF-GITOPS-006',
    'critical',
    'unknown',
    'source.toolkit.fluxcd.io/GitRepository/flux/a',
    '.spec.ref.branch',
    { desired: 'main', live: 'fix' },
  ],
  ['DRF-GITOPS-007', 'critical', 'unknown', KUSTOMIZATION, '.spec.path', { desired: './a', live: './b' }],
  [
    'DRF-GITOPS-008',
    'high',
    'unknown',
    APP,
    '.spec.ignoreDifferences',
    { live: [{ kind: 'Deployment' }], atomic: true },
  ],
  [
    'DRF-GITOPS-009',
    'high',
    'unknown',
    WEB,
    '.metadata.annotations["argocd.argoproj.io/compare-options"]',
    { live: 'IgnoreExtraneous' },
  ],
  [
    'DRF-GITOPS-010',
    'high',
    'unknown',
    'helm.toolkit.fluxcd.io/HelmRelease/flux/a',
    '.spec.values.image.tag',
    { desired: '1', live: '2' },
  ],
  ['DRF-GITOPS-011', 'medium', 'unknown', KUSTOMIZATION, '.spec.prune', { desired: true, live: false }],
  ['DRF-GITOPS-012', 'critical', 'unknown', KUSTOMIZATION, '', { kind: 'missing', desired: {} }],
  [
    'DRF-GITOPS-013',
    'critical',
    'unknown',
    '-/ConfigMap/argocd/argocd-cm',
    '.data["resource.exclusions"]',
    { live: 'x' },
  ],

  ['DRF-REL-001', 'medium', 'unknown', PDB, '', { kind: 'missing', desired: {} }],
  ['DRF-REL-002', 'high', 'unknown', WEB, '', { kind: 'missing', desired: {} }],
  ['DRF-REL-010', 'medium', 'loosening', WEB, '.spec.replicas', { desired: 3, live: 1 }],
  ['DRF-REL-010', 'low', 'tightening', WEB, '.spec.replicas', { desired: 3, live: 5 }],
  ['DRF-REL-011', 'medium', 'unknown', WEB, `${C}.resources.limits.memory`, { desired: '1Gi', live: '2Gi' }],
  ['DRF-REL-012', 'medium', 'unknown', WEB, `${C}.env[name="DEBUG"]`, { live: { name: 'DEBUG', value: '1' } }],
  ['DRF-REL-013', 'medium', 'unknown', '-/ConfigMap/shop/c', '.data.key', { desired: 'a', live: 'b' }],
  ['DRF-REL-014', 'medium', 'unknown', WEB, `${C}.livenessProbe.timeoutSeconds`, { desired: 1, live: 30 }],
  ['DRF-REL-015', 'medium', 'loosening', HPA, '.spec.minReplicas', { desired: 3, live: 1 }],
  ['DRF-REL-015', 'low', 'tightening', HPA, '.spec.minReplicas', { desired: 1, live: 3 }],
  ['DRF-REL-016', 'medium', 'unknown', HPA, '.spec.maxReplicas', { desired: 10, live: 20 }],
  ['DRF-REL-017', 'medium', 'loosening', PDB, '.spec.minAvailable', { desired: 2, live: 0 }],
  ['DRF-REL-018', 'medium', 'loosening', PDB, '.spec.maxUnavailable', { desired: 1, live: 3 }],
  ['DRF-REL-018', 'low', 'unknown', PDB, '.spec.maxUnavailable', { desired: 1, live: '50%' }],
  [
    'DRF-REL-019',
    'medium',
    'unknown',
    WEB,
    '.spec.selector',
    { desired: { matchLabels: { a: 'b' } }, live: { matchLabels: { a: 'c' } }, atomic: true },
  ],
  ['DRF-REL-020', 'medium', 'unknown', WEB, '.spec.template.metadata.labels.app', { desired: 'a', live: 'b' }],
  ['DRF-REL-021', 'medium', 'unknown', WEB, `${SPEC}.tolerations`, { live: [{ operator: 'Exists' }], atomic: true }],
  ['DRF-REL-022', 'medium', 'unknown', WEB, '.spec.paused', { live: true }],
  ['DRF-REL-023', 'medium', 'unknown', WEB, `${SPEC}.volumes[name="v"]`, { live: { name: 'v', emptyDir: {} } }],
  [
    'DRF-REL-024',
    'medium',
    'unknown',
    '-/PersistentVolumeClaim/shop/d',
    '.spec.resources.requests.storage',
    { desired: '1Gi', live: '2Gi' },
  ],
  [
    'DRF-REL-025',
    'medium',
    'unknown',
    'apiextensions.k8s.io/CustomResourceDefinition/-/c',
    '.spec.scope',
    { desired: 'a', live: 'b' },
  ],
  ['DRF-REL-026', 'medium', 'unknown', 'batch/CronJob/shop/c', '.spec.suspend', { live: true }],
  ['DRF-REL-027', 'medium', 'unknown', NS, '.metadata.labels.team', { desired: 'a', live: 'b' }],
  [
    'DRF-REL-028',
    'medium',
    'unknown',
    WEB,
    `${SPEC}.initContainers`,
    { kind: 'reordered', desired: ['a', 'b'], live: ['b', 'a'] },
  ],
  ['DRF-REL-029', 'low', 'unknown', WEB, `${C}.env`, { kind: 'reordered', desired: ['a', 'b'], live: ['b', 'a'] }],
  ['DRF-REL-030', 'medium', 'unknown', '-/ResourceQuota/shop/q', '.spec.hard.pods', { desired: '10', live: '100' }],

  ['DRF-META-003', 'low', 'unknown', WEB, '.spec.revisionHistoryLimit', { desired: 10, live: 2 }],
  ['DRF-META-004', 'low', 'unknown', WEB, `${SPEC}.imagePullSecrets[name="x"]`, { live: { name: 'x' } }],
  ['DRF-META-005', 'low', 'unknown', WEB, '.metadata.finalizers[="x"]', { live: 'x' }],
  [
    'DRF-META-006',
    'low',
    'unknown',
    WEB,
    `${C}.terminationMessagePolicy`,
    { desired: 'File', live: 'FallbackToLogsOnError' },
  ],
  ['DRF-META-007', 'low', 'unknown', WEB, '.metadata.labels.owner', { desired: 'a', live: 'b' }],
  [
    'DRF-META-008',
    'info',
    'unknown',
    WEB,
    `${SPEC}.containers`,
    { kind: 'reordered', desired: ['a', 'b'], live: ['b', 'a'] },
  ],
  [
    'DRF-META-008',
    'info',
    'unknown',
    ROLE,
    '.rules',
    { desired: [{ verbs: ['a'] }, { verbs: ['*'] }], live: [{ verbs: ['*'] }, { verbs: ['a'] }], atomic: true },
  ],
  ['DRF-META-009', 'medium', 'unknown', 'example.org/Thing/shop/t', '.spec.size', { desired: 1, live: 2 }],
]

function template(spec: JsonObject): JsonObject {
  return { spec: { template: { spec } } }
}

function automated(value: JsonObject): JsonObject {
  return { spec: { syncPolicy: { automated: value } } }
}

describe('the severity catalogue', () => {
  it.each(ROWS)('%s is %s when %s: %s %s', (rule, level, direction, ref, path, example) => {
    expect(judge({ ref, path, ...example })).toEqual({ severity: level, rule, direction })
  })

  it('has an example of each rule, and each id once', () => {
    expect([...new Set(ROWS.map(([rule]) => rule))]).toEqual(SEVERITY_RULES.map((rule) => rule.id))
    expect(new Set(SEVERITY_RULES.map((rule) => rule.id)).size).toBe(SEVERITY_RULES.length)
    for (const rule of SEVERITY_RULES) expect(rule.grounding).not.toBe('')
  })

  it.each([
    ['-/Pod/shop/web', ''],
    ['apps/Deployment/shop/web', '.spec.template'],
    ['apps/StatefulSet/shop/web', '.spec.template'],
    ['apps/DaemonSet/shop/web', '.spec.template'],
    ['apps/ReplicaSet/shop/web', '.spec.template'],
    ['batch/Job/shop/web', '.spec.template'],
    ['batch/CronJob/shop/web', '.spec.jobTemplate.spec.template'],
    ['argoproj.io/Rollout/shop/web', '.spec.template'],
  ])('finds the Pod template of %s', (ref, prefix) => {
    expect(judge({ ref, path: `${prefix}.spec.hostNetwork`, live: true }).rule).toBe('DRF-SEC-002')
    expect(judge({ ref, path: `${prefix}.spec.initContainers[name="a"].image`, live: 'x' }).rule).toBe('DRF-SEC-010')
  })

  describe('judges a node by the worst inside', () => {
    const container = (more: JsonObject): Json => ({ name: 'a', image: 'a:1', ...more })
    it.each<[string, Severity, string, DifferenceExample]>([
      ['an added sidecar', 'high', 'DRF-SEC-010', { live: container({}) }],
      [
        'an added privileged sidecar',
        'critical',
        'DRF-SEC-001',
        { live: container({ securityContext: { privileged: true } }) },
      ],
      [
        'an added sidecar with a capability',
        'critical',
        'DRF-SEC-003',
        { live: container({ securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }) },
      ],
      ['a removed sidecar', 'high', 'DRF-SEC-010', { desired: container({ securityContext: { privileged: false } }) }],
    ])('%s', (_title, severity, rule, example) => {
      expect(judge({ ref: WEB, path: C, ...example })).toMatchObject({ severity, rule })
    })

    it('an object that Git does not hold', () => {
      const live = { spec: { template: { spec: { hostPID: true } } }, metadata: { name: 'x' } }
      expect(judge({ ref: WEB, path: '', live })).toEqual({
        severity: 'critical',
        rule: 'DRF-SEC-002',
        direction: 'loosening',
      })
    })

    it('a removed security context', () => {
      const desired = { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }
      expect(judge({ ref: WEB, path: `${SPEC}.securityContext`, desired, atomic: true }).severity).toBe('high')
    })

    it('a modified list of rules, of which one became dangerous', () => {
      const desired = [{ verbs: ['get'], resources: ['pods'] }]
      const live = [{ verbs: ['get', 'impersonate'], resources: ['pods'] }]
      expect(judge({ ref: ROLE, path: '.rules', desired, live, atomic: true })).toMatchObject({
        severity: 'critical',
        direction: 'loosening',
      })
    })
  })

  it('keeps order where it means something', () => {
    expect(
      judge({ ref: WEB, path: `${C}.command`, desired: ['a', 'b'], live: ['b', 'a'], atomic: true }).severity,
    ).toBe('high')
    expect(
      judge({
        ref: 'networking.istio.io/VirtualService/a/b',
        path: '.spec.http',
        desired: [{ a: 1 }, { b: 1 }],
        live: [{ b: 1 }, { a: 1 }],
        atomic: true,
      }).severity,
    ).toBe('high')
  })

  it('never fails, whatever the difference', () => {
    for (const ref of [WEB, '-/Secret/a/b', 'x/Y/a/b']) {
      for (const kind of [
        'modified',
        'added',
        'removed',
        'reordered',
        'missing',
        'ineffective',
        'contested',
      ] as const) {
        for (const value of [null, 1, 10n, 'a', true, [], {}, [[]], { a: [{ b: null }] }] satisfies Json[]) {
          expect(
            judge({ ref, path: '.spec.x["__proto__"]', kind, desired: value, live: { a: 1 } }).severity,
          ).toBeDefined()
        }
      }
    }
  })
})

it('names the same rule whatever the order of keys in an added node', () => {
  const container = { name: 'proxy', image: 'proxy:1.4', imagePullPolicy: 'IfNotPresent' }
  const reversed = Object.fromEntries(Object.entries(container).toReversed())
  const path = `${SPEC}.containers[name="proxy"]`
  expect(judge({ ref: WEB, path, live: reversed })).toEqual(judge({ ref: WEB, path, live: container }))
})
