export const IMAGE = '.spec.template.spec.containers[name="web"].image'

/** Marks of Flux on what it applies. */
export function fluxLabels(name: string): Readonly<Record<string, string>> {
  return { 'kustomize.toolkit.fluxcd.io/name': name, 'kustomize.toolkit.fluxcd.io/namespace': 'flux-system' }
}

export interface WebOptions {
  readonly image?: string
  readonly env?: readonly { readonly name: string; readonly value: string }[]
  readonly replicas?: number
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

export function web({
  image = 'nginx:1',
  env = [],
  replicas = 1,
  labels = {},
  annotations = {},
}: WebOptions = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels, annotations },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image, env }] } },
    },
  }
}

export function settings(
  name: string,
  data: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>> = {},
): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data }
}

/** The engine's own kinds, with no more schema than a status needs. */
export function engineDefinition(group: string, version: string, kind: string, plural: string): object {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema }],
    },
  }
}

/** What Flux says that it applied. */
export function kustomization(name: string, commit: string): object {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'flux-system' },
    spec: {},
    status: { lastAppliedRevision: `main@sha1:${commit}` },
  }
}

/** What Argo CD says that it rolled out. */
export function application(name: string, commit: string): object {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd' },
    spec: {},
    status: { operationState: { phase: 'Succeeded', syncResult: { revision: commit } } },
  }
}
