import type { Json } from '../../../src/model/json.ts'

/** What somebody may add to a list or a map, by component and field. The first that the server takes counts. */
export const ADDED_ITEMS: Readonly<Record<string, readonly Json[]>> = {
  'Container.env': [{ name: 'DEBUG', value: '1' }],
  'Container.envFrom': [{ configMapRef: { name: 'injected' } }],
  'Container.ports': [{ containerPort: 6060, protocol: 'TCP' }],
  'Container.volumeMounts': [
    { name: 'cache', mountPath: '/injected' },
    { name: 'tmp', mountPath: '/injected' },
  ],
  'Container.args': ['--injected'],
  'Container.command': ['injected'],
  'Capabilities.add': ['SYS_PTRACE'],
  'Capabilities.drop': ['KILL'],
  'PodSpec.containers': [{ name: 'sidecar', image: 'registry.example.com/tools/shell:1' }],
  'PodSpec.initContainers': [
    { name: 'injected', image: 'registry.example.com/tools/shell:1', restartPolicy: 'Always' },
  ],
  'PodSpec.volumes': [{ name: 'injected', emptyDir: {} }],
  'PodSpec.tolerations': [{ key: 'injected', operator: 'Exists' }],
  'PodSpec.imagePullSecrets': [{ name: 'injected' }],
  'PodSpec.hostAliases': [{ ip: '10.1.1.1', hostnames: ['injected.example.com'] }],
  'PodSpec.topologySpreadConstraints': [
    {
      maxSkew: 2,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { injected: 'yes' } },
    },
  ],
  'PodSecurityContext.supplementalGroups': [4242],
  'ServiceSpec.ports': [{ name: 'injected', port: 6060, protocol: 'TCP', targetPort: 6060 }],
  'ServiceSpec.externalIPs': ['10.66.0.1'],
  'ServiceSpec.loadBalancerSourceRanges': ['10.66.0.0/16'],
  'ServiceAccount.imagePullSecrets': [{ name: 'injected' }],
  'ServiceAccount.secrets': [{ name: 'injected' }],
  'Role.rules': [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
  'ClusterRole.rules': [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
  'PolicyRule.verbs': ['delete'],
  'PolicyRule.resources': ['secrets'],
  'RoleBinding.subjects': [{ kind: 'User', name: 'mallory', apiGroup: 'rbac.authorization.k8s.io' }],
  'ClusterRoleBinding.subjects': [{ kind: 'User', name: 'mallory', apiGroup: 'rbac.authorization.k8s.io' }],
  'IngressSpec.rules': [
    {
      host: 'injected.example.com',
      http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }] },
    },
  ],
  'IngressSpec.tls': [{ hosts: ['injected.example.com'], secretName: 'injected' }],
  'HTTPIngressRuleValue.paths': [
    { path: '/injected', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } },
  ],
  'NetworkPolicySpec.ingress': [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
  'NetworkPolicySpec.egress': [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
  'NetworkPolicySpec.policyTypes': ['Egress'],
  'HorizontalPodAutoscalerSpec.metrics': [
    { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } },
  ],
  'PersistentVolumeSpec.accessModes': ['ReadOnlyMany'],
  'StorageClass.mountOptions': ['injected'],
  'LimitRangeSpec.limits': [{ type: 'Pod', max: { cpu: '8' } }],
  'EndpointSlice.endpoints': [{ addresses: ['10.20.30.99'], conditions: {} }],
  'EndpointSlice.ports': [{ name: 'injected', port: 6060, protocol: 'TCP' }],
  'ObjectMeta.finalizers': ['example.com/injected'],
}

/** What somebody may set that nobody has set, by component. */
export const ADDED_FIELDS: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  PodSpec: {
    hostNetwork: true,
    hostPID: true,
    hostIPC: true,
    shareProcessNamespace: true,
    automountServiceAccountToken: false,
    priorityClassName: 'system-cluster-critical',
    runtimeClassName: 'injected',
    serviceAccountName: 'injected',
    activeDeadlineSeconds: 3600,
    hostname: 'injected',
    subdomain: 'injected',
    enableServiceLinks: false,
    setHostnameAsFQDN: true,
    hostUsers: false,
    nodeSelector: { injected: 'yes' },
    dnsConfig: { options: [{ name: 'ndots', value: '5' }] },
    affinity: {
      nodeAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 1, preference: { matchExpressions: [{ key: 'injected', operator: 'Exists' }] } },
        ],
      },
    },
  },
  PodSecurityContext: { runAsUser: 4242, runAsGroup: 4242, fsGroup: 4242, runAsNonRoot: true },
  Container: {
    workingDir: '/injected',
    stdin: true,
    tty: true,
    command: ['injected'],
    args: ['--injected'],
    securityContext: { privileged: true },
    lifecycle: { postStart: { exec: { command: ['injected'] } } },
    livenessProbe: { exec: { command: ['injected'] } },
    readinessProbe: { tcpSocket: { port: 6060 } },
    resources: { limits: { cpu: '2' } },
  },
  SecurityContext: { privileged: true, runAsUser: 0, procMount: 'Default', allowPrivilegeEscalation: true },
  ResourceRequirements: { requests: { memory: '8Mi' }, limits: { cpu: '3' } },
  DeploymentSpec: { paused: true, minReadySeconds: 7 },
  StatefulSetSpec: {
    minReadySeconds: 7,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' },
  },
  DaemonSetSpec: { minReadySeconds: 7 },
  JobSpec: { ttlSecondsAfterFinished: 99_999 },
  CronJobSpec: { failedJobsHistoryLimit: 9 },
  ServiceSpec: { externalIPs: ['10.66.0.1'], sessionAffinity: 'ClientIP', healthCheckNodePort: 32_123 },
  ConfigMap: { binaryData: { injected: 'AAEC' }, immutable: true },
  Secret: { immutable: true },
  ServiceAccount: { automountServiceAccountToken: true },
  IngressSpec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  HorizontalPodAutoscalerSpec: { behavior: { scaleUp: { stabilizationWindowSeconds: 30 } } },
  PodDisruptionBudgetSpec: { unhealthyPodEvictionPolicy: 'IfHealthyBudget' },
  PersistentVolumeClaimSpec: { volumeAttributesClassName: 'injected' },
  StorageClass: { allowVolumeExpansion: true },
  PriorityClass: { description: 'injected' },
  EndpointSlice: {},
  RouteSpec: {},
}

/** Keys for maps of strings, as people choose them. */
export const ADDED_KEYS: readonly string[] = ['injected', 'example.com/injected']
