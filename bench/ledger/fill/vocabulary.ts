import { DAY, type Instant } from '../../../src/model/instant.ts'

/** What is asked is asked at this time; everything in the ledger happened in the year before. */
export const NOW: Instant = Date.UTC(2026, 9, 1, 12)
export const BEGAN: Instant = NOW - 365 * DAY

/** Where each app runs, and under which suffix: most in the large clusters. Twenty objects of an app are twenty places. */
export const PLACES: readonly (readonly [cluster: string, suffix: string])[] = [
  ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((suffix) => ['prod-eu', suffix] as const),
  ...['a', 'b', 'c', 'd', 'e'].map((suffix) => ['prod-us', suffix] as const),
  ...['a', 'b', 'c'].map((suffix) => ['staging', suffix] as const),
  ...['a', 'b'].map((suffix) => ['prod-ap', suffix] as const),
  ...['a', 'b'].map((suffix) => ['dev', suffix] as const),
  ['edge', 'a'],
]

export const CLUSTERS: readonly string[] = [...new Set(PLACES.map(([cluster]) => cluster))]

/** Namespaces of a cluster; few have much, most have little. */
export const NAMESPACES = 200
export const SOURCES_OF_CLUSTER = 40
export const OWNERS = 30

export interface FilledKind {
  readonly group: string
  readonly kind: string
  /** Of a hundred apps, so many are of this kind. */
  readonly share: number
  readonly paths: readonly FilledPath[]
}

interface FilledPath {
  readonly path: string
  readonly drift: 'modified' | 'added' | 'removed'
  readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'info'
  /** As JSON. */
  readonly desired: string
  readonly live: readonly string[]
}

const WORKLOAD: readonly FilledPath[] = [
  modified('.spec.replicas', 'medium', '3', ['5', '1', '0', '10', '4']),
  modified('.spec.template.spec.containers[name="app"].image', 'high', '"registry.example/app:1.4.0"', [
    '"registry.example/app:1.4.1"',
    '"registry.example/app:hotfix"',
    '"registry.example/app:latest"',
  ]),
  modified('.spec.template.spec.containers[name="app"].resources.limits.memory', 'medium', '"512Mi"', [
    '"1Gi"',
    '"2Gi"',
  ]),
  modified('.spec.template.spec.containers[name="app"].securityContext.privileged', 'critical', 'false', ['true']),
  modified('.spec.template.spec.containers[name="app"].env[name="LOG_LEVEL"].value', 'low', '"info"', ['"debug"']),
  modified('.metadata.annotations["example.com/contact"]', 'info', '"team"', ['"nobody"', '"ops"']),
]

const SETTINGS: readonly FilledPath[] = [
  modified('.data.timeout', 'medium', '"30s"', ['"5s"', '"60s"', '"300s"']),
  modified('.data.endpoint', 'high', '"https://api.example"', ['"http://10.0.0.7"']),
  modified('.data.level', 'low', '"info"', ['"debug"', '"trace"']),
  modified('.data.limit', 'medium', '"100"', ['"1000"']),
  modified('.metadata.labels.tier', 'info', '"back"', ['"front"']),
  modified('.data.feature', 'low', '"off"', ['"on"']),
]

const NETWORK: readonly FilledPath[] = [
  modified('.spec.type', 'high', '"ClusterIP"', ['"LoadBalancer"', '"NodePort"']),
  modified('.spec.ports[port=80,protocol="TCP"].targetPort', 'high', '8080', ['9090']),
  modified('.spec.externalTrafficPolicy', 'medium', '"Local"', ['"Cluster"']),
  modified('.metadata.annotations["example.com/class"]', 'low', '"internal"', ['"external"']),
  modified('.spec.sessionAffinity', 'low', '"None"', ['"ClientIP"']),
  modified('.metadata.labels.tier', 'info', '"back"', ['"front"']),
]

const RIGHTS: readonly FilledPath[] = [
  modified('.rules', 'critical', '[{"verbs":["get"]}]', ['[{"verbs":["*"]}]', '[{"verbs":["get","list"]}]']),
  modified('.metadata.labels.tier', 'info', '"back"', ['"front"']),
  modified('.metadata.annotations["example.com/contact"]', 'info', '"team"', ['"nobody"']),
  modified('.metadata.labels.team', 'info', '"a"', ['"b"']),
  modified('.aggregationRule', 'critical', '{}', ['{"clusterRoleSelectors":[]}']),
  modified('.metadata.labels.part', 'info', '"a"', ['"b"']),
]

/** Every kind has six paths, so that an object can have several findings and never the same one twice. */
export const KINDS: readonly FilledKind[] = [
  { group: 'apps', kind: 'Deployment', share: 38, paths: WORKLOAD },
  { group: '', kind: 'ConfigMap', share: 20, paths: SETTINGS },
  { group: '', kind: 'Service', share: 16, paths: NETWORK },
  { group: 'apps', kind: 'StatefulSet', share: 9, paths: WORKLOAD },
  { group: 'networking.k8s.io', kind: 'Ingress', share: 7, paths: NETWORK },
  { group: 'rbac.authorization.k8s.io', kind: 'Role', share: 5, paths: RIGHTS },
  { group: 'apps', kind: 'DaemonSet', share: 2, paths: WORKLOAD },
  { group: 'batch', kind: 'CronJob', share: 2, paths: SETTINGS },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', share: 1, paths: RIGHTS },
]

export const RULES: readonly string[] = ['hpa-replicas', 'cert-manager-ca', 'istio-sidecar', 'vpa-resources', 'keda']

function modified(
  path: string,
  severity: FilledPath['severity'],
  desired: string,
  live: readonly string[],
): FilledPath {
  return { path, drift: 'modified', severity, desired, live }
}
