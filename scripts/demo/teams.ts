/** What three teams have in Git. */
export type Files = Readonly<Record<string, object>>

const REGISTRY = 'registry.example.com'

export function shopFiles(image = '4.2.0'): Files {
  return {
    'web.json': deployment('web', { replicas: 3, image: `${REGISTRY}/shop/web:${image}`, env: { LOG_LEVEL: 'info' } }),
    'checkout.json': deployment('checkout', { replicas: 1, image: `${REGISTRY}/shop/checkout:2.8.1` }),
    'checkout-hpa.json': {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'checkout' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'checkout' },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      },
    },
    'web-service.json': service('web'),
    'settings.json': configMap('checkout-settings', { 'payment-timeout': '5s', currency: 'EUR' }),
    'payment.json': {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'payment' },
      stringData: { 'api-key': SECRET_IN_GIT },
    },
  }
}

export function mediaFiles(): Files {
  return {
    'transcoder.json': deployment('transcoder', {
      replicas: 2,
      image: `${REGISTRY}/media/transcoder:1.9.3`,
      memory: '512Mi',
    }),
    'limits.json': configMap('transcoder-limits', { 'max-jobs': '4', 'job-timeout': '90s' }),
    'transcoder-service.json': service('transcoder'),
  }
}

export function platformFiles(gateway = '3.1.0'): Files {
  return {
    'gateway.json': deployment('gateway', { replicas: 2, image: `${REGISTRY}/platform/gateway:${gateway}` }),
    'budget.json': {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'gateway' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'gateway' } } },
    },
    'support.json': {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'support' },
      rules: [{ apiGroups: [''], resources: ['pods', 'pods/log'], verbs: ['get', 'list'] }],
    },
    'network.json': {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'gateway' },
      spec: {
        podSelector: { matchLabels: { app: 'gateway' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } }] }],
      },
    },
  }
}

/** Canaries: no archive may hold them. */
export const SECRET_IN_GIT = 'canary-key-that-git-holds'
export const SECRET_IN_CLUSTER = 'canary-key-from-a-terminal'

interface Workload {
  readonly replicas: number
  readonly image: string
  readonly env?: Readonly<Record<string, string>>
  readonly memory?: string
}

function deployment(name: string, { replicas, image, env = {}, memory = '256Mi' }: Workload): object {
  const container = {
    name,
    image,
    env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory } },
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
    },
  }
}

function service(name: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  }
}

function configMap(name: string, data: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }
}
