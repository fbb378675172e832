import { describe, expect, it } from 'vitest'
import { neverCompared } from './never-compared.ts'

function object(
  group: string,
  kind: string,
  name = 'a',
  more: { namespace?: string; labels?: Record<string, string>; controlled?: boolean } = {},
) {
  return { group, kind, name, namespace: 'shop', ...more }
}

describe('objects that are never compared or counted', () => {
  it.each([
    [object('coordination.k8s.io', 'Lease'), 'leases', 'leases'],
    [object('', 'Event'), 'events', 'events'],
    [object('metrics.k8s.io', 'PodMetrics'), 'metrics', 'metrics'],
    [object('authorization.k8s.io', 'SubjectAccessReview'), 'reviews', 'reviews'],
    [object('', 'Secret', 'sh.helm.release.v1.web.v3'), 'helm-releases', 'helm-releases'],
    [object('discovery.k8s.io', 'EndpointSlice'), undefined, 'endpoints'],
    [object('', 'ConfigMap', 'kube-root-ca.crt'), undefined, 'root-ca'],
    [object('', 'ConfigMap', 'istio-ca-root-cert'), undefined, 'istio-root-ca'],
    [object('', 'ServiceAccount', 'default'), undefined, 'default-service-account'],
    [object('', 'Service', 'kubernetes', { namespace: 'default' }), undefined, 'kubernetes-service'],
    [object('', 'Service', 'kubernetes'), undefined, undefined],
    [object('wgpolicyk8s.io', 'ClusterPolicyReport'), 'policy-reports', 'policy-reports'],
    [object('kyverno.io', 'ClusterPolicy'), undefined, undefined],
    [object('kyverno.io', 'UpdateRequest'), 'policy-reports', 'policy-reports'],
    [object('', 'Pod', 'web', { controlled: true }), undefined, 'controlled'],
    [object('', 'Pod', 'web'), undefined, undefined],
    [
      object('apps', 'Deployment', 'a', {
        namespace: 'kube-system',
        labels: { 'addonmanager.kubernetes.io/mode': 'x' },
      }),
      undefined,
      'cluster-addons',
    ],
    [object('apps', 'Deployment', 'a', { labels: { 'addonmanager.kubernetes.io/mode': 'x' } }), undefined, undefined],
    [
      object('autoscaling', 'HorizontalPodAutoscaler', 'keda-hpa-a', {
        labels: { 'app.kubernetes.io/managed-by': 'keda-operator' },
      }),
      undefined,
      'keda-autoscalers',
    ],
    [object('autoscaling', 'HorizontalPodAutoscaler', 'keda-hpa-a'), undefined, undefined],
    [object('', 'Secret'), undefined, undefined],
  ])('%j', (given, compared, counted) => {
    expect(neverCompared(given, 'compare')?.id).toBe(compared)
    expect(neverCompared(given, 'count-unmanaged')?.id).toBe(counted)
  })
})
